package dev.holdfast.insights.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
    @DisplayName("I2 a call's body names the realm and has the records in their order")
    void body() {
        assertThat(new String(WebhookBody.of("a\"b", List.of("{\"id\":1}", "{\"id\":2}")), StandardCharsets.UTF_8))
                .isEqualTo("{\"version\":1,\"realm\":\"a\\\"b\",\"events\":[{\"id\":1},{\"id\":2}]}");
    }
}
