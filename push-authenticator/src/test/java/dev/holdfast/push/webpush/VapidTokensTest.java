package dev.holdfast.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.holdfast.push.delivery.VapidKey;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** ECDSA with a fresh number each time: the same header means the same signature, a new one a new signature. */
class VapidTokensTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_300_000);
    private static final URI ENDPOINT = URI.create("https://push.example.net/wpush/v2/abc");
    private static final String CONTACT = "mailto:admin@example.com";

    private final VapidTokens tokens = new VapidTokens();
    private VapidKey key;

    @BeforeEach
    void makeKey() throws Exception {
        key = new VapidKey(new ECKeyGenerator(Curve.P_256).generate().toECPrivateKey(), "point");
    }

    @Test
    @DisplayName("RFC 8292 §2: a token is shown again to its origin for half of its lifetime, and then signed anew")
    void reused() {
        String first = tokens.header(ENDPOINT, key, CONTACT, NOW);

        assertThat(tokens.header(URI.create("https://push.example.net/other"), key, CONTACT, NOW.plusSeconds(1_799)))
                .isEqualTo(first);
        assertThat(tokens.header(ENDPOINT, key, CONTACT, NOW.plusSeconds(1_800)))
                .isNotEqualTo(first);
    }

    @Test
    @DisplayName("RFC 8292 §2: no origin, key or contact is shown the token of another")
    void ofItsOwn() throws Exception {
        String first = tokens.header(ENDPOINT, key, CONTACT, NOW);
        VapidKey next = new VapidKey(new ECKeyGenerator(Curve.P_256).generate().toECPrivateKey(), "next");

        assertThat(tokens.header(URI.create("https://push.example.net:8443/a"), key, CONTACT, NOW))
                .isNotEqualTo(first);
        assertThat(tokens.header(ENDPOINT, next, CONTACT, NOW))
                .isNotEqualTo(first)
                .endsWith("k=next");
        assertThat(tokens.header(ENDPOINT, key, "mailto:else@example.com", NOW)).isNotEqualTo(first);
    }

    @Test
    @DisplayName("A clock that was set back gets a token of its own time")
    void clockSetBack() {
        String first = tokens.header(ENDPOINT, key, CONTACT, NOW);

        assertThat(tokens.header(ENDPOINT, key, CONTACT, NOW.minusSeconds(86_400)))
                .isNotEqualTo(first);
    }
}
