package dev.holdfast.agent.unlock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.jose.Sha256;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.CertifiableKey;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKey;
import dev.holdfast.agent.state.PendingRegistration;
import dev.holdfast.agent.testrealm.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The published messages about the key that unlocks. */
class UnlockVectorsTest {
    /** A public key of a message; it signs nothing. */
    private record Published(KeyName name, PublicJwk publicJwk) implements UnlockableKey {
        static Published of(JsonObject key) throws Exception {
            return new Published(new KeyName("published"), PublicJwk.of(key.object("jwk")));
        }

        @Override
        public String algorithm() {
            return "ES256";
        }

        @Override
        public byte[] sign(byte[] input) {
            throw new AssertionError("nobody has the private part");
        }

        @Override
        public CertifiableKey unlockedBy(Pin pin) {
            throw new AssertionError("nobody has the private part");
        }
    }

    @Test
    @DisplayName(
            "Section 5: the ID token nonces of registrations with and without the second key are the published ones")
    void nonces() throws Exception {
        int seen = 0;
        List<JsonObject> messages = new ArrayList<>(Vectors.cases("messages.json"));
        messages.addAll(Vectors.cases("unlock-messages.json"));
        for (JsonObject message : messages) {
            if (message.string("typ").equals("holdfast-registration+jwt")) {
                JsonObject claims = message.object("claims");
                Optional<UnlockableKey> duv =
                        claims.has("duv") ? Optional.of(Published.of(claims.object("duv"))) : Optional.empty();
                PendingRegistration pending = PendingRegistration.of(
                        Published.of(claims.object("duk")), duv, Base64Url.decode(claims.string("binding")), 0);
                assertThat(pending.nonce()).isEqualTo(message.string("id_token_nonce"));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(2);
    }

    @Test
    @DisplayName("Section 8: durt_hash of the published unlocks is SHA-256 of the DURT that they go with")
    void hashes() throws Exception {
        int seen = 0;
        for (JsonObject message : Vectors.cases("unlock-messages.json")) {
            if (message.string("typ").equals("holdfast-unlock+jwt")) {
                byte[] durt = message.string("durt").getBytes(StandardCharsets.US_ASCII);
                assertThat(Base64Url.encode(Sha256.of(durt)))
                        .isEqualTo(message.object("claims").string("durt_hash"));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(2);
    }
}
