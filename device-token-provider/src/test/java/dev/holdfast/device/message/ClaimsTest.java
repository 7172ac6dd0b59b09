package dev.holdfast.device.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import dev.holdfast.device.testrealm.Refused;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
    @Test
    @DisplayName("A48 an object nests 12 deep and not 13, by objects and by arrays")
    void depth() {
        assertThat(parse("{\"a\":".repeat(12) + "1" + "}".repeat(12)).has("a")).isTrue();
        assertThat(parse("{\"a\":" + "[".repeat(11) + "]".repeat(11) + "}").has("a"))
                .isTrue();
        refused("{\"a\":".repeat(13) + "1" + "}".repeat(13));
        refused("{\"a\":" + "[".repeat(12) + "]".repeat(12) + "}");
        refused("{\"a\":".repeat(10_000));
        refused("[".repeat(60_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1000000000000000000", "01", "+1", ".5", "NaN", "Infinity", "-Infinity", "0x10", "1e", "--1"})
    @DisplayName("A48 a number has 18 digits and not 19, and is a number as RFC 8259 section 6 writes it")
    void numbers(String number) {
        assertThat(parse("{\"n\":999999999999999999}").integer("n")).isEqualTo(999_999_999_999_999_999L);
        refused("{\"n\":" + number + "}");
        refused("{\"n\":" + "9".repeat(60_000) + "}");
        refused("{\"n\":0." + "1".repeat(60_000) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1e3", "1e999999", "\"1\"", "true", "null", "[1]", "{}"})
    @DisplayName("Section 2: an ill-typed integer is invalid_request")
    void noInteger(String value) {
        Refused.with(
                Refusal.INVALID_REQUEST, () -> parse("{\"n\":" + value + "}").integer("n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    @DisplayName("A48 UTF-8 alone is read, no encoding is guessed")
    void otherEncodings(String charset) {
        refused("{\"a\":\"x\"}".getBytes(Charset.forName(charset)));
        refused("{}".getBytes(Charset.forName(charset)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c080", "c1bf", "e08080", "eda080", "edbfbf", "f4908080", "f8888080", "c3", "ff"})
    @DisplayName("RFC 3629: overlong, truncated and surrogate byte sequences are not UTF-8")
    void badUtf8(String hex) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"a\":\"".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(HexFormat.of().parseHex(hex));
        body.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
        refused(body.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ud800", "udc00", "udc00\\ud800", "u0000", "n", "u007f", "u0085"})
    @DisplayName("A48 half a surrogate pair and control characters are no text")
    void brokenText(String escape) {
        String body = "{\"a\":\"x\\" + escape + "\",\"l\":[\"\\" + escape + "\"]}";
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(body).text("a"));
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(body).optionalText("a"));
        Refused.with(Refusal.INVALID_REQUEST, () -> parse(body).texts("l", 2, 100));
    }

    @Test
    @DisplayName("Text of any script is text, of 255 characters where the page names no other limit")
    void text() {
        assertThat(parse("{\"a\":\"Zoë 😀 \\ud83d\\ude00\"}").text("a")).isEqualTo("Zoë 😀 😀");
        assertThat(parse("{\"a\":\"" + "x".repeat(255) + "\"}").text("a")).hasSize(255);
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> parse("{\"a\":\"" + "x".repeat(256) + "\"}").text("a"));
    }

    @Test
    @DisplayName("Section 2: a body has 65,536 bytes at most; one more is too large, whatever it holds")
    void size() {
        String largest = "{\"a\":1}" + " ".repeat(65_536 - 7);
        assertThat(parse(largest).integer("a")).isEqualTo(1);
        Refused.with(Refusal.REQUEST_TOO_LARGE, () -> parse(largest + " "));
        Refused.with(Refusal.REQUEST_TOO_LARGE, () -> Claims.parse(new byte[1_000_000]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"{}\"",
                "[]",
                "[{}]",
                "{}{}",
                "{} x",
                "{},",
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1}//",
                "/**/{\"a\":1}",
                "{\"a\":tru}",
                "{\"a\":\"\\x\"}"
            })
    @DisplayName("RFC 8259: what is not one JSON object is malformed")
    void notOneObject(String body) {
        refused(body);
        refused(body + "\u0000");
        refused("\uFEFF" + body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"x\":{\"a\":1,\"b\":2,\"a\":1}}",
                "{\"x\":[{\"y\":{\"a\":1,\"a\":2}}]}"
            })
    @DisplayName("A14 duplicate members are refused at any depth, also when spelt otherwise")
    void duplicates(String body) {
        refused(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-2-3-4-5",
                "6F1C0C64-8A5B-4F53-9D53-2F7A1B0E9C11",
                "6f1c0c648a5b4f539d532f7a1b0e9c11",
                "{6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11}"
            })
    @DisplayName("A48 ids are lower-case UUIDs in 36 characters; huge ones and huge names are refused")
    void ids(String id) {
        Refused.with(
                Refusal.INVALID_REQUEST, () -> parse("{\"id\":\"" + id + "\"}").uuid("id"));
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> parse("{\"id\":\"" + "1".repeat(60_000) + "\"}").uuid("id"));
        refused("{\"" + "n".repeat(60_000) + "\":1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AP-AAQ==", "AP-AAR", "AP+AAQ", "AP-A AQ", "A", "AAAAA"})
    @DisplayName("RFC 4648 section 5: base64url with padding, stray bits or other letters is refused")
    void base64Url(String wrong) {
        assertThat(parse("{\"b\":\"AP-AAQ\"}").exactBytes("b", 4)).hasSize(4);
        Refused.with(
                Refusal.INVALID_REQUEST,
                () -> parse("{\"b\":\"" + wrong + "\"}").bytes("b", 100));
        Refused.with(Refusal.INVALID_REQUEST, () -> parse("{\"b\":\"AP-AAQ\"}").bytes("b", 3));
        Refused.with(Refusal.INVALID_REQUEST, () -> parse("{\"b\":\"AP-AAQ\"}").exactBytes("b", 5));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("A48 20,000 mutated bodies: each is read or refused with a 4xx, and no other exception leaves")
    void mutations(long seed) {
        Random random = new Random(seed);
        byte[] body = ("{\"message\":\"Zo\u00eb \\ud83d\\ude00\",\"n\":1797000000,\"o\":{\"list\":[\"a\",{\"b\":null}],"
                        + "\"t\":true,\"f\":-1.5e3},\"id\":\"6f1c0c64-8a5b-4f53-9d53-2f7a1b0e9c11\"}")
                .getBytes(StandardCharsets.UTF_8);
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            try {
                Claims claims = Claims.parse(Mutations.of(body, random));
                read++;
                claims.optionalText("message");
                claims.integer("n");
                claims.uuid("id");
                claims.object("o").texts("list", 10, 10);
            } catch (RefusedException e) {
                assertThat(e.refusal().httpStatus()).isBetween(400, 499);
            }
        }
        assertThat(read).isBetween(50, 4_950);
    }

    private static Claims parse(String body) {
        return Claims.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(String body) {
        refused(body.getBytes(StandardCharsets.UTF_8));
    }

    private static void refused(byte[] body) {
        Refused.with(Refusal.INVALID_REQUEST, () -> Claims.parse(body));
    }
}
