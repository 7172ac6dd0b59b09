package dev.holdfast.push.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.key.Thumbprint;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.push.testrealm.PushVectors;
import dev.holdfast.push.verification.UserAsked;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PushMessageVectorsTest {
    static Stream<JsonNode> messages() {
        return PushVectors.cases("push-messages.json");
    }

    static Stream<JsonNode> challenges() {
        return PushVectors.cases("push-challenges.json");
    }

    private static PushMessageType type(JsonNode vector) {
        return Arrays.stream(PushMessageType.values())
                .filter(one -> one.typ().equals(vector.path("typ").asText()))
                .findFirst()
                .orElseThrow();
    }

    private static DeviceKey key(JsonNode vector) throws com.fasterxml.jackson.core.JsonProcessingException {
        JsonNode jwk = vector.path("private_jwk");
        return DeviceKey.fromJwk(
                        new com.fasterxml.jackson.databind.ObjectMapper()
                                .writeValueAsString(Map.of(
                                        "kty", jwk.path("kty").asText(),
                                        "crv", jwk.path("crv").asText(),
                                        "x", jwk.path("x").asText(),
                                        "y", jwk.path("y").asText())),
                        SignatureAlgorithm.ES256)
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("messages")
    @DisplayName("Push §2: every published message verifies, and says what its claims say")
    void verifies(JsonNode vector) throws Exception {
        DeviceKey key = key(vector);
        CompactJws jws = CompactJws.parse(vector.path("compact").asText());

        assertThat(jws.isSignedBy(key.publicKey(), SignatureAlgorithm.ES256)).isTrue();
        assertThat(jws.hasType(type(vector))).isTrue();
        assertThat(key.thumbprint().value()).isEqualTo(vector.path("jkt").asText());
        assertThat(jws.unverifiedClaims().json())
                .isEqualTo(vector.path("claims").toString());
        if (vector.has("endpoint")) {
            String sender = vector.path("claims").path("iss").asText();
            SignedMessage.parse(vector.path("compact").asText(), type(vector))
                    .verify(
                            key,
                            "https://idp.example.com/realms/acme/push-mfa/"
                                    + vector.path("endpoint").asText(),
                            sender);
        }
    }

    @ParameterizedTest
    @MethodSource("challenges")
    @DisplayName("Push §§4 and 6: the challenges are those of the vectors")
    void challenge(JsonNode vector) {
        byte[] challenge = vector.has("otk")
                ? UserAsked.enrolmentChallenge(
                        vector.path("otk").asText(),
                        new Thumbprint(vector.path("jkt").asText()))
                : UserAsked.answerChallenge(
                        CompactJws.parse(vector.path("request").asText()).hash(),
                        vector.path("decision").asText(),
                        vector.path("number").asText());

        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(challenge))
                .isEqualTo(vector.path("challenge").asText());
    }
}
