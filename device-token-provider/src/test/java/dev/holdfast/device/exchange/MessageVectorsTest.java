package dev.holdfast.device.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.message.CompactJws;
import dev.holdfast.device.message.MessageType;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Admission;
import dev.holdfast.device.registry.Assurance;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.Presence;
import dev.holdfast.device.registry.RateWindow;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.rotation.Durt;
import dev.holdfast.device.rotation.RotationState;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.TestRealm;
import dev.holdfast.device.testrealm.Vectors;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MessageVectorsTest {
    private static final UUID REGISTRATION = UUID.fromString("6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11");
    private static final UUID DEVICE = UUID.fromString("0d7c1f5e-2b7a-4f0e-9c55-0a4f6f1f2b3c");
    private static final String REFUSED = "refused-messages.json";

    private final TestRealm realm = new TestRealm();

    @TestFactory
    @DisplayName("Section 2: the published message of each kind verifies under its key, for its endpoint and sender")
    Stream<DynamicTest> messages() {
        return Stream.concat(Vectors.cases("messages.json"), Vectors.cases("unlock-messages.json"))
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> verify(one)));
    }

    private void verify(JsonNode one) {
        DeviceKey key = publicKey(
                one.path("private_jwk"), one.path("private_jwk").path("alg").textValue());
        String compact = one.path("compact").textValue();
        MessageType type = Arrays.stream(MessageType.values())
                .filter(known -> known.typ().equals(one.path("typ").textValue()))
                .findFirst()
                .orElseThrow();

        assertThat(key.thumbprint().value()).isEqualTo(one.path("jkt").textValue());
        CompactJws jws = CompactJws.parse(compact);
        assertThat(jws.hasType(type)).isTrue();
        assertThat(jws.isSignedBy(key.publicKey(), key.algorithm())).isTrue();
        if (one.has("endpoint")) {
            SignedMessage message = SignedMessage.parse(compact, type);
            String endpoint = realm.endpoints().issuer() + "/device-token/"
                    + one.path("endpoint").textValue();
            message.verify(key, endpoint, one.path("claims").path("iss").textValue());
            if (one.path("header").has("jwk")) {
                assertThat(message.headerKey().thumbprint()).isEqualTo(key.thumbprint());
            }
        }
    }

    @Test
    @DisplayName("Section 2: the message that all refused ones were made from gets as far as its nonce")
    void accepted() {
        register();

        Refused.with(
                Refusal.INVALID_NONCE,
                () -> open(Vectors.document(REFUSED).path("accepted").textValue()));
    }

    @TestFactory
    @DisplayName("A14 A48 the published messages that must be refused are, with their code, and spend nothing")
    Stream<DynamicTest> refused() {
        register();
        return Vectors.cases(REFUSED)
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    Refusal expected =
                            Refusal.valueOf(one.path("code").textValue().toUpperCase(Locale.ROOT));
                    Refused.with(expected, () -> open(one.path("compact").textValue()));
                    assertThat(realm.spentNonces().size()).isZero();
                }));
    }

    private void open(String message) {
        new Exchange(realm.realm(), realm.spentNonces()).open(message, realm.registry());
    }

    private void register() {
        JsonNode vectors = Vectors.document(REFUSED);
        DeviceKey duk = publicKey(vectors.path("jwk"), vectors.path("alg").textValue());
        Instant now = realm.clock().instant();
        Device.Facts facts =
                new Device.Facts("analytical-engine", "linux", Optional.empty(), Optional.empty(), Optional.empty());
        realm.registry()
                .add(new Device(
                        DEVICE,
                        facts,
                        Device.Status.ACTIVE,
                        Assurance.SOFTWARE,
                        Optional.empty(),
                        Optional.empty(),
                        TestKey.es256().deviceKey(),
                        new Admission.ByToken(UUID.randomUUID()),
                        now));
        realm.registry()
                .add(
                        new Registration(
                                REGISTRATION,
                                DEVICE,
                                realm.users().add("ada"),
                                Registration.Status.LIVE,
                                duk,
                                Optional.empty(),
                                RotationState.initial(new Durt(REGISTRATION, 1, "A".repeat(43))),
                                0,
                                now,
                                now.plus(Duration.ofDays(14)),
                                now.plus(Duration.ofDays(90)),
                                Presence.signedIn(now, Duration.ofHours(12)),
                                RateWindow.empty(now)),
                        "an-id-token");
    }

    private static DeviceKey publicKey(JsonNode jwk, String algorithm) {
        com.fasterxml.jackson.databind.node.ObjectNode open = jwk.deepCopy();
        open.remove(java.util.List.of("d", "p", "q", "dp", "dq", "qi", "oth"));
        return DeviceKey.fromJwk(open.toString(), SignatureAlgorithm.valueOf(algorithm))
                .orElseThrow();
    }
}
