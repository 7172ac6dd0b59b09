package dev.holdfast.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("§12 The published messages")
class MessageVectorsTest {
    private static final JsonNode MESSAGES = read("messages.json");
    private static final JsonNode UNLOCK = read("unlock-messages.json");
    private static final JsonNode REFUSED = read("refused-messages.json");

    @TestFactory
    @DisplayName("are signed by their key and hold their header and claims")
    Stream<DynamicTest> messages() {
        return published()
                .map(message -> DynamicTest.dynamicTest(message.path("name").asText(), () -> {
                    WireKey key = WireKey.fromPrivateJwk(message.path("private_jwk"));
                    Jws jws = Jws.parse(message.path("compact").asText());
                    assertThat(jws.isSignedBy(key.publicKey())).isTrue();
                    assertThat(Jws.parse(Jws.sign(jws.header(), jws.claims(), key))
                                    .isSignedBy(key.publicKey()))
                            .as("the private key belongs to the public one")
                            .isTrue();
                    assertThat(jws.header()).isEqualTo(message.path("header"));
                    assertThat(jws.claims()).isEqualTo(message.path("claims"));
                    assertThat(jws.header().path("typ")).isEqualTo(message.path("typ"));
                    assertThat(key.jkt()).isEqualTo(message.path("jkt").asText());
                }));
    }

    @Test
    @DisplayName("are one of each kind at least")
    void everyKind() {
        assertThat(published().map(message -> message.path("typ").asText()))
                .contains(
                        "holdfast-agent-enrol+jwt",
                        "holdfast-registration+jwt",
                        "holdfast-exchange+jwt",
                        "holdfast-proof+jwt",
                        "holdfast-unlock+jwt",
                        "holdfast-revoke+jwt",
                        "holdfast-posture+jwt",
                        "holdfast-pop+jwt",
                        "holdfast-challenge+jwt",
                        "holdfast-dust+jwt");
    }

    @Test
    @DisplayName("of a registration: ID token nonce, proof of possession and certificates fit together")
    void registration() throws GeneralSecurityException {
        JsonNode message = message("holdfast-registration+jwt");
        JsonNode claims = message.path("claims");
        Jws proof = Jws.parse(claims.path("duk").path("pop").asText());
        WireKey duk = WireKey.fromPrivateJwk(message("holdfast-pop+jwt").path("private_jwk"));
        WireAgent.Binding binding = new WireAgent.Binding(
                duk, Base64Url.decode(claims.path("binding").asText()));

        assertThat(binding.idTokenNonce())
                .isEqualTo(message.path("id_token_nonce").asText())
                .isEqualTo(Jws.parse(claims.path("id_token").asText())
                        .claims()
                        .path("nonce")
                        .asText());
        assertThat(proof.header().path("jwk"))
                .isEqualTo(claims.path("duk").path("jwk"))
                .isEqualTo(duk.jwk());
        assertThat(proof.claims().path("nonce")).isEqualTo(claims.path("nonce"));
        List<X509Certificate> chain = new ArrayList<>();
        for (JsonNode certificate : message.path("header").path("x5c")) {
            chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(
                            new ByteArrayInputStream(Base64.getDecoder().decode(certificate.asText()))));
        }
        chain.get(0).verify(chain.get(1).getPublicKey());
        assertThat(chain.get(0).getPublicKey()).isEqualTo(WireKey.publicKey(message.path("private_jwk")));
        assertThat(chain.get(0).getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(chain.get(0).getSubjectAlternativeNames().toString())
                .contains("urn:holdfast:device:" + claims.path("did").asText());
    }

    @Test
    @DisplayName("of an unlock: its key is the second one of a registration, whose sign-in consented to both; its hash"
            + " is the token's, and the page's is the published challenge")
    void unlock() {
        JsonNode registered = named("an agent registers a user's key and one that unlocks it");
        JsonNode claims = registered.path("claims");
        WireKey duk = WireKey.fromPrivateJwk(message("holdfast-pop+jwt").path("private_jwk"));
        WireKey duv = WireKey.fromPrivateJwk(
                named("the key that unlocks shows that it is there").path("private_jwk"));
        WireAgent.Binding binding = new WireAgent.Binding(
                duk, Optional.of(duv), Base64Url.decode(claims.path("binding").asText()));
        assertThat(binding.idTokenNonce())
                .isEqualTo(registered.path("id_token_nonce").asText());
        assertThat(claims.path("duv").path("jwk")).isEqualTo(duv.jwk());
        assertThat(Jws.parse(claims.path("duv").path("pop").asText()).isSignedBy(duv.publicKey()))
                .isTrue();

        for (String name : List.of("a device unlocks, as a command line does", "a device unlocks for a sign-in page")) {
            JsonNode unlock = named(name);
            assertThat(unlock.path("jkt").asText()).isEqualTo(duv.jkt());
            assertThat(unlock.path("claims").path("durt_hash").asText())
                    .isEqualTo(Base64Url.encode(Sha256.of(unlock.path("durt").asText())));
        }
        JsonNode page = named("a device unlocks for a sign-in page").path("claims");
        assertThat(page.path("challenge"))
                .isEqualTo(named("the server's challenge for a login page").path("compact"));
        JsonNode dust = named("the server's session token after that unlock, on an attested device")
                .path("claims");
        assertThat(dust.path("unlocked").asBoolean()).isTrue();
        assertThat(dust.path("evidence").asText()).isEqualTo("agent");
    }

    @Test
    @DisplayName("of a session token: it answers the published challenge")
    void sessionToken() {
        JsonNode challenge = message("holdfast-challenge+jwt").path("claims");
        JsonNode dust = message("holdfast-dust+jwt").path("claims");
        assertThat(dust.path("txn")).isEqualTo(challenge.path("txn"));
        assertThat(dust.path("cc")).isEqualTo(challenge.path("cc"));
        assertThat(dust.path("cnf").path("jkt"))
                .isEqualTo(message("holdfast-exchange+jwt").path("jkt"));
    }

    @Test
    @DisplayName("of a session's proof: challenge, proof and session token name the same session, tab and key")
    void sessionProof() {
        JsonNode asked = named("the server's challenge for the proof of a session");
        JsonNode challenge = asked.path("claims");
        JsonNode proof = message("holdfast-proof+jwt");
        JsonNode dust = named("the server's session token for that proof").path("claims");

        assertThat(challenge.path("sid_hash").asText())
                .isEqualTo(Base64Url.encode(Sha256.labelled(
                        "holdfast-session", asked.path("session_id").asText().getBytes(StandardCharsets.UTF_8))));
        assertThat(proof.path("claims").path("challenge")).isEqualTo(asked.path("compact"));
        for (String claim : List.of("purpose", "txn", "cc", "sid_hash")) {
            assertThat(dust.path(claim)).isEqualTo(challenge.path(claim));
        }
        assertThat(dust.path("cnf").path("jkt")).isEqualTo(proof.path("jkt"));
        assertThat(dust.path("registration")).isEqualTo(proof.path("claims").path("registration"));
        assertThat(dust.has("gen")).isFalse();
    }

    @Test
    @DisplayName("that are refused were made from one that is accepted, and each differs from it")
    void refused() {
        String accepted = REFUSED.path("accepted").asText();
        assertThat(Jws.parse(accepted).isSignedBy(WireKey.publicKey(REFUSED.path("jwk"))))
                .isTrue();
        assertThat(cases(REFUSED).map(message -> message.path("compact").asText()))
                .doesNotContain(accepted)
                .doesNotHaveDuplicates();
        assertThat(cases(REFUSED).map(message -> message.path("code").asText()))
                .containsOnly("invalid_request", "invalid_signature");
    }

    private static Stream<JsonNode> published() {
        return Stream.concat(cases(MESSAGES), cases(UNLOCK));
    }

    private static JsonNode named(String name) {
        return published()
                .filter(message -> message.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode message(String typ) {
        return published()
                .filter(message -> message.path("typ").asText().equals(typ))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> cases(JsonNode file) {
        return StreamSupport.stream(file.path("cases").spliterator(), false);
    }

    private static JsonNode read(String file) {
        try {
            return Json.parse(
                    Files.readAllBytes(Path.of(System.getProperty("holdfast.vectors", "../docs/vectors"), file)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
