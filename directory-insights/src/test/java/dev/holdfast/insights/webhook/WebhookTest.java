package dev.holdfast.insights.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WebhookTest {
    /** Made by {@code printf '1700000000.{}' | openssl dgst -sha256 -hmac secret}. */
    private static final String BY_OPENSSL = "b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163";

    @Test
    @DisplayName("I2 a call is signed with HMAC-SHA256 over its second and its body, as another program computes it")
    void signature() {
        assertThat(WebhookSignature.of(
                        "secret".getBytes(StandardCharsets.UTF_8),
                        Instant.ofEpochSecond(1_700_000_000),
                        "{}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("t=1700000000,v1=" + BY_OPENSSL);
    }

    @Test
    @DisplayName("I2 tries that failed wait 1 s, twice as long each time, five minutes at most, and are never given up")
    void backoff() {
        assertThat(IntStream.of(1, 2, 3, 4, 9, 10, 50, Integer.MAX_VALUE).mapToObj(Backoff::after))
                .containsExactly(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(256),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
        assertThat(Backoff.after(0)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("I2 a call that is taken ends the row of failures: the next one that fails waits 1 s again")
    void streak() {
        Streak streak = new Streak(0);
        assertThat(streak.pause()).isZero();
        for (int i = 0; i < 5; i++) {
            streak = streak.failed();
        }
        assertThat(streak.pause()).isEqualTo(Duration.ofSeconds(16));
        assertThat(streak.taken().pause()).isZero();
        assertThat(streak.taken().failed().pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(new Streak(Integer.MAX_VALUE).failed().pause()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    @DisplayName("I2 a call's body names the realm and has the records in their order")
    void body() {
        assertThat(new String(WebhookBody.of("a\"b", List.of("{\"id\":1}", "{\"id\":2}")), StandardCharsets.UTF_8))
                .isEqualTo("{\"version\":1,\"realm\":\"a\\\"b\",\"events\":[{\"id\":1},{\"id\":2}]}");
    }
}
