package dev.holdfast.bench.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DpopProofTest {

    private static final URI TOKEN = URI.create("http://localhost:8080/realms/stock/protocol/openid-connect/token");

    private final ClientKey key = ClientKey.generate();

    @Test
    @DisplayName(
            "RFC 9449 §4.2: the proof bears typ dpop+jwt, its public key, htm, htu, iat and jti, and that key signed it")
    void isProof() throws Exception {
        JWSObject proof = JWSObject.parse(DpopProof.of(key, "POST", TOKEN, Instant.ofEpochSecond(1_790_000_000)));

        assertThat(proof.getHeader().getType().getType()).isEqualTo("dpop+jwt");
        assertThat(proof.getHeader().getJWK().isPrivate()).isFalse();
        assertThat(proof.verify(new ECDSAVerifier(proof.getHeader().getJWK().toECKey())))
                .isTrue();
        Map<String, Object> claims = proof.getPayload().toJSONObject();
        assertThat(claims)
                .containsEntry("htm", "POST")
                .containsEntry("htu", TOKEN.toString())
                .containsEntry("iat", 1_790_000_000L)
                .containsKey("jti");
    }

    @Test
    @DisplayName("RFC 9449 §11.1: every proof has a jti of its own")
    void isFresh() throws Exception {
        assertThat(jti()).isNotEqualTo(jti());
    }

    @Test
    @DisplayName("RFC 7638: the thumbprint is the one that another library computes")
    void hasThumbprint() throws Exception {
        JWSObject proof = JWSObject.parse(DpopProof.of(key, "POST", TOKEN, Instant.EPOCH));

        assertThat(key.thumbprint())
                .isEqualTo(proof.getHeader().getJWK().computeThumbprint().toString());
        assertThat(Base64Url.encode(key.thumbprintBytes())).isEqualTo(key.thumbprint());
    }

    private Object jti() throws Exception {
        return JWSObject.parse(DpopProof.of(key, "POST", TOKEN, Instant.EPOCH))
                .getPayload()
                .toJSONObject()
                .get("jti");
    }
}
