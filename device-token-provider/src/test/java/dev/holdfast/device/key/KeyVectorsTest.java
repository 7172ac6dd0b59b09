package dev.holdfast.device.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.device.testrealm.TestKey;
import dev.holdfast.device.testrealm.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyVectorsTest {
    @TestFactory
    @DisplayName("Section 2: H(label, a, b, …) gives the published hashes")
    Stream<DynamicTest> labelledHashes() {
        return Vectors.cases("labelled-hash.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    LabelledHash hash = LabelledHash.of(one.path("label").textValue());
                    for (JsonNode part : one.path("parts")) {
                        if (part.has("utf8")) {
                            hash.add(part.path("utf8").textValue());
                        } else {
                            hash.add(binary(part));
                        }
                    }
                    assertThat(hash.base64Url()).isEqualTo(one.path("expected").textValue());
                }));
    }

    @TestFactory
    @DisplayName("RFC 7638 section 3.1: the thumbprint of a JWK is the hash over its required members alone")
    Stream<DynamicTest> thumbprints() {
        return Vectors.cases("thumbprint.json")
                .map(one -> DynamicTest.dynamicTest(one.path("name").asText(), () -> {
                    JsonNode jwk = one.path("jwk");
                    DeviceKey key =
                            DeviceKey.fromJwk(jwk.toString(), algorithmFor(jwk)).orElseThrow();
                    assertThat(key.thumbprint().value())
                            .isEqualTo(one.path("jkt").textValue());
                    assertThat(DeviceKey.fromJwk(key.jwk(), key.algorithm())
                                    .orElseThrow()
                                    .thumbprint())
                            .as("the stored JWK is the same key")
                            .isEqualTo(key.thumbprint());
                }));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("RFC 7518 section 3: signatures of the JDK's providers verify, and only by their own algorithm")
    void signatures(SignatureAlgorithm algorithm) {
        TestKey key = switch (algorithm) {
            case ES256 -> TestKey.es256();
            case ES384 -> TestKey.es384();
            case PS256 -> TestKey.ps256();
            case RS256 -> TestKey.rs256();
        };
        byte[] signature = key.sign("header.payload");
        byte[] data = "header.payload".getBytes(StandardCharsets.US_ASCII);

        assertThat(key.deviceKey().thumbprint().value()).isEqualTo(key.jkt());
        for (SignatureAlgorithm tried : SignatureAlgorithm.values()) {
            assertThat(tried.verifies(key.deviceKey().publicKey(), data, signature))
                    .as(tried.name())
                    .isEqualTo(tried == algorithm);
        }
    }

    private static SignatureAlgorithm algorithmFor(JsonNode jwk) {
        if (jwk.path("kty").textValue().equals("RSA")) {
            return SignatureAlgorithm.RS256;
        }
        return jwk.path("crv").textValue().equals("P-256") ? SignatureAlgorithm.ES256 : SignatureAlgorithm.ES384;
    }

    private static byte[] binary(JsonNode part) {
        return part.has("hex")
                ? HexFormat.of().parseHex(part.path("hex").textValue())
                : Base64.getUrlDecoder().decode(part.path("base64url").textValue());
    }
}
