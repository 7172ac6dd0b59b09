package dev.holdfast.device.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.testrealm.MessageBuilder;
import dev.holdfast.device.testrealm.Refused;
import dev.holdfast.device.testrealm.TestKey;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which key a message is verified with is the whole of the work: the verification itself is one, without a condition. */
class VerificationWorkTest {
    private static final String ENDPOINT = "https://idp.example.com/realms/acme/device-token/exchange";
    private static final Map<SignatureAlgorithm, TestKey> KEYS = new EnumMap<>(Map.of(
            SignatureAlgorithm.ES256, TestKey.es256(),
            SignatureAlgorithm.ES384, TestKey.es384(),
            SignatureAlgorithm.PS256, TestKey.ps256(),
            SignatureAlgorithm.RS256, TestKey.rs256()));

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "A46 unknown sender, wrong key, key of another algorithm: verified with a key of the message's own kind")
    void sameWork(SignatureAlgorithm algorithm) {
        SignedMessage message = SignedMessage.parse(message(KEYS.get(algorithm)), MessageType.EXCHANGE);

        Map<String, Optional<DeviceKey>> senders = new LinkedHashMap<>();
        senders.put("unknown", Optional.empty());
        KEYS.forEach((other, key) -> senders.put("known by " + other, Optional.of(key.deviceKey())));

        senders.forEach((sender, found) -> {
            DeviceKey key = message.verificationKey(found);
            assertThat(key.algorithm()).as(sender).isEqualTo(algorithm);
            assertThat(strength(key.publicKey()))
                    .as(sender)
                    .isEqualTo(strength(KEYS.get(algorithm).deviceKey().publicKey()));
        });
        assertThat(message.verificationKey(Optional.of(KEYS.get(algorithm).deviceKey())))
                .isEqualTo(KEYS.get(algorithm).deviceKey());
    }

    @Test
    @DisplayName("A46 nobody's key signs nothing, and its refusal reads like any other")
    void nobody() {
        TestKey key = KEYS.get(SignatureAlgorithm.ES256);
        SignedMessage message = SignedMessage.parse(message(key), MessageType.EXCHANGE);
        SignedMessage forged = SignedMessage.parse(message(TestKey.es256()), MessageType.EXCHANGE);

        RefusedException unknown = Refused.with(
                Refusal.INVALID_SIGNATURE, () -> message.verify(Optional.empty(), ENDPOINT, "urn:holdfast:device:x"));
        RefusedException badSignature = Refused.with(
                Refusal.INVALID_SIGNATURE,
                () -> forged.verify(Optional.of(key.deviceKey()), ENDPOINT, "urn:holdfast:device:x"));

        assertThat(unknown.refusal().description())
                .isEqualTo(badSignature.refusal().description());
        assertThat(unknown.failedCheck()).as("the log alone tells them apart").isNotEqualTo(badSignature.failedCheck());
        assertThat(message.verify(Optional.of(key.deviceKey()), ENDPOINT, "urn:holdfast:device:x"))
                .isNotNull();
    }

    private static String message(TestKey key) {
        return new MessageBuilder("holdfast-exchange+jwt")
                .claim("iss", "urn:holdfast:device:x")
                .claim("aud", ENDPOINT)
                .claim("iat", 1)
                .claim("nonce", "n")
                .sign(key);
    }

    private static BigInteger strength(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            return ec.getParams().getOrder();
        }
        return BigInteger.valueOf(((RSAPublicKey) key).getModulus().bitLength());
    }
}
