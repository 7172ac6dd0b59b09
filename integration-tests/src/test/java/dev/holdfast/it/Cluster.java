package dev.holdfast.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.harness.LoopbackPorts;
import dev.holdfast.harness.PostgresServer;
import dev.holdfast.harness.Requirement;
import dev.holdfast.harness.StockKeycloak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Nodes on one PostgreSQL with one issuer, which is the first node's address: two, and a third once it is asked for. */
final class Cluster implements AutoCloseable {
    private static final Path FOLDER = Path.of("target", "keycloak");
    static final String REALM = "cluster";

    private final PostgresServer postgres;
    private final String database;
    private final String issuer;
    private final List<StockKeycloak> nodes = new ArrayList<>();

    private Cluster(PostgresServer postgres, String database, String issuer) {
        this.postgres = postgres;
        this.database = database;
        this.issuer = issuer;
    }

    /** Starts the database and two nodes, or skips the tests where PostgreSQL is absent. */
    static Cluster start() {
        assumeTrue(Requirement.postgres().isUsable(), Requirement.postgres().absence());
        Path realm = TestRealms.withDeviceLogin(REALM).writeInto(FOLDER);
        PostgresServer postgres = PostgresServer.start();
        int port = LoopbackPorts.free();
        Cluster cluster = new Cluster(postgres, postgres.createDatabase("keycloak"), "http://localhost:" + port);
        try {
            // One after the other: the first makes the tables and the realm.
            cluster.nodes.add(cluster.node("one").port(port).realm(realm).start());
            cluster.nodes.add(cluster.node("two").start());
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private StockKeycloak.Builder node(String name) {
        return StockKeycloak.builder()
                .name(name)
                .workFolder(FOLDER)
                .provider(SharedServer.jar())
                .postgres(postgres, database)
                .clustered()
                .hostname(issuer);
    }

    StockKeycloak first() {
        return nodes.get(0);
    }

    StockKeycloak second() {
        return nodes.get(1);
    }

    /** The third node, which joins when it is first asked for and ends with the others. */
    StockKeycloak third() {
        if (nodes.size() == 2) {
            nodes.add(node("three").start());
        }
        return nodes.get(2);
    }

    World world() {
        return new World(first());
    }

    String dump() {
        return postgres.dump(database);
    }

    String sql(String statement) {
        return postgres.sql(database, statement);
    }

    @Override
    public void close() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).close();
        }
        postgres.close();
    }
}
