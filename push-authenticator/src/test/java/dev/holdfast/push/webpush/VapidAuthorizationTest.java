package dev.holdfast.push.webpush;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.holdfast.push.delivery.VapidKey;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VapidAuthorizationTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_795_300_000);

    @Test
    @DisplayName("RFC 8292 §3: the header holds a token for the push service's origin, and the key that signed it")
    void header() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        String point = point(key);

        String header = VapidAuthorization.header(
                URI.create("https://push.example.net/wpush/v2/abc?x=1"),
                new VapidKey(key.toECPrivateKey(), point),
                "mailto:admin@example.com",
                NOW);

        Matcher parts = Pattern.compile("vapid t=([A-Za-z0-9_.-]+), k=([A-Za-z0-9_-]{87})")
                .matcher(header);
        assertThat(parts.matches()).as(header).isTrue();
        assertThat(parts.group(2)).isEqualTo(point);
        SignedJWT token = SignedJWT.parse(parts.group(1));
        assertThat(token.verify(new ECDSAVerifier(key.toPublicJWK()))).isTrue();
        assertThat(token.getHeader().toJSONObject())
                .containsOnlyKeys("typ", "alg")
                .containsEntry("typ", "JWT")
                .containsEntry("alg", "ES256");
        assertThat(token.getJWTClaimsSet().getClaims()).containsOnlyKeys("aud", "exp", "sub");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly("https://push.example.net");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("mailto:admin@example.com");
        // RFC 8292 §2: not more than 24 hours from the time of the request.
        assertThat(token.getJWTClaimsSet().getExpirationTime().toInstant())
                .isAfter(NOW)
                .isBeforeOrEqualTo(NOW.plusSeconds(86_400));
    }

    @ParameterizedTest
    @CsvSource({
        "https://push.example.net/a,            https://push.example.net",
        "https://Push.Example.net:443/a?b=c,    https://push.example.net",
        "https://push.example.net:8443,         https://push.example.net:8443",
        "https://[2001:db8::1]/x,               https://[2001:db8::1]"
    })
    @DisplayName("RFC 8292 §2: the audience is the origin of the push resource")
    void origin(URI endpoint, String origin) {
        assertThat(VapidAuthorization.origin(endpoint)).isEqualTo(origin);
    }

    private static String point(ECKey key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(65)
                        .put((byte) 4)
                        .put(key.getX().decode())
                        .put(key.getY().decode())
                        .array());
    }
}
