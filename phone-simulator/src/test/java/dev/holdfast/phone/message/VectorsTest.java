package dev.holdfast.phone.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What docs/vectors publishes, made and read by this second hand. */
class VectorsTest {
    private static final String PHONE = "urn:holdfast:phone:5f0c7a52-0b3d-4c1e-9a54-2f6f0d9c1b77";

    @TestFactory
    @DisplayName("Push §4: typed codes are read as push-codes.json says")
    Stream<DynamicTest> codes() {
        return Vectors.of("push-codes.json")
                .map(one -> dynamicTest(one.path("name").asText(), () -> {
                    String typed = one.path("typed").asText();
                    if (one.path("key").isNull()) {
                        assertThatThrownBy(() -> OneTimeKey.typed(typed)).isInstanceOf(MalformedException.class);
                    } else {
                        assertThat(OneTimeKey.typed(typed).value())
                                .isEqualTo(one.path("key").asText());
                    }
                }));
    }

    @Test
    @DisplayName("Push §5: the request of push-messages.json is read, believed, and named by its hash")
    void request() throws MalformedException {
        JsonNode vector = Vectors.one("push-messages.json", "the realm describes a sign-in");
        SignedRequest request = believed(vector);

        assertThat(request.clientName())
                .isEqualTo(vector.path("claims").path("client_name").asText());
        assertThat(request.numberMatching()).isTrue();
        JsonNode challenge = Vectors.one("push-challenges.json", "approve with a number");
        assertThat(Sha256.of(challenge.path("request").asText()))
                .isEqualTo(challenge.path("request_hash").asText());
        assertThat(request.hash()).isEqualTo(Sha256.of(vector.path("compact").asText()));
    }

    @TestFactory
    @DisplayName("Push §2: the messages of push-messages.json that this phone sends have the same header and claims")
    Stream<DynamicTest> messages() throws MalformedException {
        SignedRequest request = believed(Vectors.one("push-messages.json", "the realm describes a sign-in"));
        Map<String, PhoneMessage> messages = Map.of(
                "a phone asks what waits", PhoneMessage.fetch(PHONE),
                "a phone ends its account", PhoneMessage.remove(PHONE),
                "a phone approves with the number",
                        PhoneMessage.answer(PHONE, request, new Decision.Approve(Optional.of("07"))),
                "a phone denies", PhoneMessage.answer(PHONE, request, new Decision.Deny()),
                "a phone reports", PhoneMessage.answer(PHONE, request, new Decision.Report()));
        return messages.entrySet().stream()
                .map(one -> dynamicTest(one.getKey(), () -> {
                    JsonNode vector = Vectors.one("push-messages.json", one.getKey());
                    ObjectNode expected = (ObjectNode) vector.path("claims").deepCopy();
                    CompactJws made = made(one.getValue(), vector);

                    assertThat(made.header()).isEqualTo(vector.path("header"));
                    // What this phone has not, and what is new each time.
                    expected.remove("webauthn");
                    expected.put("jti", made.claims().path("jti").asText());
                    assertThat(made.claims()).isEqualTo(expected);
                    assertThat(made.isSignedBy(P256.publicKey(vector.path("private_jwk"))))
                            .isTrue();
                    assertThat(made.claims().path("jti").asText()).matches("[A-Za-z0-9_-]{16,64}");
                }));
    }

    @Test
    @DisplayName("Push §4: an enrolment shows the key in its header, and has the one-time key as its sender")
    void enrolment() throws MalformedException {
        JsonNode vector = Vectors.one("push-messages.json", "a phone enrols");
        OneTimeKey key = new OneTimeKey(vector.path("claims").path("otk").asText());
        CompactJws made = made(PhoneMessage.enrol(key, "Phone", "linux"), vector);

        assertThat(made.header()).isEqualTo(vector.path("header"));
        for (String claim : new String[] {"iss", "aud", "iat", "nonce", "otk"}) {
            assertThat(made.claims().path(claim))
                    .as(claim)
                    .isEqualTo(vector.path("claims").path(claim));
        }
        assertThat(key.toString()).doesNotContain(key.value());
    }

    @Test
    @DisplayName("Push §4: a QR code's URL names key and realm; an address without them is none")
    void qrCode() throws MalformedException {
        EnrolmentCode code =
                EnrolmentCode.read("https://app.example.com/push-mfa/app/#enrol=7Q2ZK9M4XWBT6HRC&exp=1795300300"
                        + "&iss=https%3A%2F%2Fidp.example.com%2Frealms%2Facme");

        assertThat(code.key().value()).isEqualTo("7Q2ZK9M4XWBT6HRC");
        assertThat(code.issuer()).contains("https://idp.example.com/realms/acme");
        assertThatThrownBy(() -> EnrolmentCode.read("https://app.example.com/#enrol=7Q2ZK9M4XWBT6HRC"))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> EnrolmentCode.read("https://app.example.com/#enrol=%zz&iss=x"))
                .isInstanceOf(MalformedException.class);
    }

    private static SignedRequest believed(JsonNode vector) throws MalformedException {
        return SignedRequest.verified(
                CompactJws.parse(vector.path("compact").asText()),
                P256.publicKey(vector.path("private_jwk")),
                "https://idp.example.com/realms/acme",
                PHONE,
                vector.path("claims").path("iat").asLong());
    }

    private static CompactJws made(PhoneMessage message, JsonNode vector) throws MalformedException {
        JsonNode claims = vector.path("claims");
        Clock then = Clock.fixed(Instant.ofEpochSecond(claims.path("iat").asLong()), ZoneOffset.UTC);
        return CompactJws.parse(message.sign(
                "https://idp.example.com/realms/acme/push-mfa/" + message.type().endpoint(),
                claims.path("nonce").asText(),
                PhoneKey.read(vector.path("private_jwk")),
                then,
                new SecureRandom()));
    }
}
