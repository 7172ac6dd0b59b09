package dev.holdfast.agent.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.testrealm.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class JoseVectorsTest {
    @TestFactory
    @DisplayName("Section 2: H(label, a, b, …) gives the published hashes")
    Stream<DynamicTest> labelledHashes() {
        return Vectors.cases("labelled-hash.json").stream()
                .map(one -> DynamicTest.dynamicTest(text(one, "name"), () -> {
                    List<JsonObject> parts = one.objects("parts");
                    byte[][] bytes = new byte[parts.size()][];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = bytes(parts.get(i));
                    }
                    assertThat(LabelledHash.of(one.string("label"), bytes)).isEqualTo(one.string("expected"));
                }));
    }

    @TestFactory
    @DisplayName("RFC 7638: thumbprints are the published ones")
    Stream<DynamicTest> thumbprints() {
        return Vectors.cases("thumbprint.json").stream()
                .map(one -> DynamicTest.dynamicTest(
                        text(one, "name"),
                        () -> assertThat(PublicJwk.of(one.object("jwk")).thumbprint())
                                .isEqualTo(one.string("jkt"))));
    }

    @Test
    @DisplayName("RFC 4648 section 5: base64url with padding, stray bits or other letters is refused")
    void base64UrlIsStrict() {
        assertThat(Base64Url.decode("AP-AAQ")).hasSize(4);
        for (String wrong : List.of("AP-AAQ==", "AP-AAR", "AP+AAQ", "AP-A AQ", "AP-AAQ\n", "A")) {
            assertThatThrownBy(() -> Base64Url.decode(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static byte[] bytes(JsonObject part) throws Exception {
        if (part.has("utf8")) {
            return part.string("utf8").getBytes(StandardCharsets.UTF_8);
        }
        return part.has("hex")
                ? HexFormat.of().parseHex(part.string("hex"))
                : Base64Url.decode(part.string("base64url"));
    }

    private static String text(JsonObject one, String member) {
        try {
            return one.string(member);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
