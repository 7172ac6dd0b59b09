package dev.holdfast.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.PostgresServer;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.StockKeycloak;
import java.nio.file.Path;

/** Two nodes on one PostgreSQL with one issuer, which is the first node's address. */
final class ClusterPair implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "keycloak");
    static final String REALM = "cluster";

    private final PostgresServer postgres;
    private final String database;
    private final StockKeycloak first;
    private final StockKeycloak second;

    private ClusterPair(PostgresServer postgres, String database, StockKeycloak first, StockKeycloak second) {
        this.postgres = postgres;
        this.database = database;
        this.first = first;
        this.second = second;
    }

    /** Starts the database and both nodes, or skips the tests where PostgreSQL is absent. */
    static ClusterPair start() {
        assumeTrue(Requirement.postgres().isUsable(), Requirement.postgres().absence());
        Path realm = TestRealms.withDeviceLogin(REALM).writeInto(FOLDER);
        PostgresServer postgres = PostgresServer.start();
        String database = postgres.createDatabase("keycloak");
        int port = LoopbackPorts.free();
        String issuer = "http://localhost:" + port;
        // One after the other: the first makes the tables and the realm.
        StockKeycloak first =
                node("one", postgres, database, issuer).port(port).realm(realm).start();
        StockKeycloak second = node("two", postgres, database, issuer).start();
        return new ClusterPair(postgres, database, first, second);
    }

    private static StockKeycloak.Builder node(String name, PostgresServer postgres, String database, String issuer) {
        return StockKeycloak.builder()
                .name(name)
                .workFolder(FOLDER)
                .provider(SharedServer.jar())
                .postgres(postgres, database)
                .clustered()
                .hostname(issuer);
    }

    StockKeycloak first() {
        return first;
    }

    StockKeycloak second() {
        return second;
    }

    World world() {
        return new World(first);
    }

    String dump() {
        return postgres.dump(database);
    }

    String sql(String statement) {
        return postgres.sql(database, statement);
    }

    @Override
    public void close() {
        second.close();
        first.close();
        postgres.close();
    }
}
