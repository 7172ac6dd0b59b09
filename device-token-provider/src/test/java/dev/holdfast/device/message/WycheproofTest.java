package dev.holdfast.device.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.testrealm.MessageBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The known mistakes of other implementations (src/test/resources/wycheproof), tried on ours. */
class WycheproofTest {

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "ecdsa_secp256r1_sha256_p1363_test.json, ES256, 173, 89",
        "ecdsa_secp384r1_sha384_p1363_test.json, ES384, 193, 87",
        "rsa_pss_2048_sha256_mgf1_32_test.json,  PS256,  63, 45",
        "rsa_pss_4096_sha256_mgf1_32_test.json,  PS256,  63, 45",
        // Two of its nine valid signatures are by keys of exponent 3, which are no device keys.
        "rsa_signature_2048_sha256_test.json,    RS256,   7, 249",
    })
    @DisplayName(
            "A14 raw signatures: each invalid one is refused, each valid one by a device's kind of key is accepted")
    void signatures(String file, SignatureAlgorithm algorithm, int valid, int invalid) {
        Tally tally = new Tally();
        for (JsonNode group : document(file).path("testGroups")) {
            Optional<DeviceKey> key = DeviceKey.fromJwk(jwk(group.path("publicKey")), algorithm);
            if (key.isEmpty()) {
                assertThat(group.path("publicKey").path("publicExponent").asText())
                        .as("the one reason to refuse a key of this file")
                        .isEqualTo("03");
                continue;
            }
            for (JsonNode test : group.path("tests")) {
                tally.count(
                        test, algorithm.verifies(key.get().publicKey(), hex(test.path("msg")), hex(test.path("sig"))));
            }
        }

        assertThat(tally.wrong).isEmpty();
        assertThat(tally.accepted).isEqualTo(valid);
        assertThat(tally.refused).isEqualTo(invalid);
    }

    @Test
    @DisplayName(
            "A14 JSON Web Signatures: each invalid one is refused, each valid one of an accepted algorithm is accepted")
    void webSignatures() {
        Tally tally = new Tally();
        int foreign = 0;
        for (JsonNode group : document("json_web_signature_test.json").path("testGroups")) {
            // A group of a symmetric key has no public one.
            String jwk = (group.has("public") ? group.path("public") : group.path("private")).toString();
            List<DeviceKey> keys = Arrays.stream(SignatureAlgorithm.values())
                    .flatMap(algorithm -> DeviceKey.fromJwk(jwk, algorithm).stream())
                    .toList();
            for (JsonNode test : group.path("tests")) {
                String jws = test.path("jws").isTextual()
                        ? test.path("jws").asText()
                        : test.path("jws").toString();
                boolean isSigned = keys.stream().anyMatch(key -> isSigned(jws, key));
                if (isInvalid(test)) {
                    tally.count(test, isSigned || keys.stream().anyMatch(key -> isAccepted(jws, key)));
                } else if (keys.isEmpty() || algorithm(jws).isEmpty()) {
                    // HMAC, SHA-384 and SHA-512 with RSA, P-521: valid, but nothing that a device may sign with.
                    assertThat(isSigned).as(test.path("comment").asText()).isFalse();
                    foreign++;
                } else {
                    tally.count(test, isSigned);
                }
            }
        }

        assertThat(tally.wrong).isEmpty();
        assertThat(tally.refused).isEqualTo(355);
        assertThat(tally.accepted).isEqualTo(16);
        assertThat(foreign).isEqualTo(46 - 16);
    }

    /** As the server does it. The valid ones among the vectors are refused here, since their payload is no JSON. */
    private static boolean isAccepted(String jws, DeviceKey key) {
        try {
            return CompactJws.parse(jws).isSignedBy(key.publicKey(), key.algorithm());
        } catch (RefusedException e) {
            return false;
        }
    }

    /** The same without a look at the payload, so that an invalid signature is refused for what is wrong with it. */
    private static boolean isSigned(String jws, DeviceKey key) {
        String[] parts = jws.split("\\.", -1);
        if (parts.length != 3 || algorithm(jws).filter(key.algorithm()::equals).isEmpty()) {
            return false;
        }
        try {
            return key.algorithm()
                    .verifies(
                            key.publicKey(),
                            (parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII),
                            Claims.base64Url(parts[2], "signature"));
        } catch (RefusedException e) {
            return false;
        }
    }

    private static Optional<SignatureAlgorithm> algorithm(String jws) {
        try {
            Claims header = Claims.parse(Claims.base64Url(jws.split("\\.", -1)[0], "header"));
            return SignatureAlgorithm.named(header.text("alg"));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    /** The files' own JWKs are not in every group. */
    private static String jwk(JsonNode key) {
        if (key.has("modulus")) {
            return MessageBuilder.json(Map.of(
                    "kty", "RSA",
                    "n", number(key.path("modulus"), 0),
                    "e", number(key.path("publicExponent"), 0)));
        }
        int bytes = key.path("keySize").asInt() / 8;
        return MessageBuilder.json(Map.of(
                "kty",
                "EC",
                "crv",
                "P-" + key.path("keySize").asText(),
                "x",
                number(key.path("wx"), bytes),
                "y",
                number(key.path("wy"), bytes)));
    }

    /** Unsigned, big endian, with so many bytes at least. */
    private static String number(JsonNode hex, int bytes) {
        String digits = hex.asText().replaceFirst("^(00)+", "");
        return MessageBuilder.encode(HexFormat.of()
                .parseHex("00".repeat(Math.max(0, bytes - digits.length() / 2)) + digits));
    }

    private static boolean isInvalid(JsonNode test) {
        return test.path("result").asText().equals("invalid");
    }

    private static byte[] hex(JsonNode text) {
        return HexFormat.of().parseHex(text.asText());
    }

    private static JsonNode document(String file) {
        try (InputStream stream = WycheproofTest.class.getResourceAsStream("/wycheproof/" + file)) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was accepted and refused, and what should not have been. */
    private static final class Tally {
        private int accepted;
        private int refused;
        private final List<String> wrong = new ArrayList<>();

        void count(JsonNode test, boolean isAccepted) {
            String result = test.path("result").asText();
            if (result.equals("acceptable")) {
                // RSA without the NULL in its DigestInfo: RFC 8017 §8.2.2 leaves it to the implementation.
                return;
            }
            if (isAccepted == result.equals("invalid")) {
                wrong.add(test.path("tcId") + " " + result + ": "
                        + test.path("comment").asText());
            } else if (isAccepted) {
                accepted++;
            } else {
                refused++;
            }
        }
    }
}
