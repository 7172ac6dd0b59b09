package dev.holdfast.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    @Test
    @DisplayName("a private PostgreSQL starts on the loopback interface with fsync on, and leaves nothing behind")
    void startsAndEnds() {
        Requirement postgres = Requirement.postgres();
        assumeTrue(postgres.isUsable(), postgres.absence());

        PostgresServer server = PostgresServer.start();
        try (server) {
            assertThat(server.sql("postgres", "show fsync")).isEqualTo("on");
            assertThat(server.sql("postgres", "show listen_addresses")).isEqualTo("127.0.0.1");

            server.createDatabase("scratch");
            server.sql("scratch", "create table t (n int); insert into t values (1), (2)");
            assertThat(server.sql("scratch", "select n, n * 2 from t order by n"))
                    .isEqualTo("1|2\n2|4");
            assertThat(server.dump("scratch")).contains("CREATE TABLE public.t");
        }
        assertThat(LoopbackPorts.isFree(server.port())).isTrue();
        assertThat(server.log()).doesNotExist();
    }
}
