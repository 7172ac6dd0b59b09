package dev.holdfast.agent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "{",
                "{}x",
                "{} {}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1234567890123456789}",
                "{\"a\":-1234567890123456789}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}",
                "{\"a\":\"\u0001\"}",
                "// comment\n{}",
            })
    @DisplayName("A48 what is not one object, is too deep, too long a number or has duplicate members is refused")
    void refused(String text) {
        assertThatThrownBy(() -> JsonObject.parse(text)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> JsonObject.parse(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    @DisplayName("A48 over 65,536 bytes, bad UTF-8, UTF-16 and a byte order mark are refused")
    void refusedBytes() {
        byte[] long1 = ("{\"a\":\"" + "x".repeat(65_536) + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] bad = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};
        byte[] overlong = {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'};
        byte[] utf16 = "{\"a\":1}".getBytes(StandardCharsets.UTF_16BE);
        byte[] mark = "\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8);
        for (byte[] bytes : new byte[][] {long1, bad, overlong, utf16, mark}) {
            assertThatThrownBy(() -> JsonObject.parse(bytes)).isInstanceOf(MalformedJsonException.class);
        }
    }

    @Test
    @DisplayName("Section 2: a missing or ill-typed member is an error, an unknown one is ignored")
    void typed() throws Exception {
        JsonObject object = JsonObject.parse("{\"text\":\"a\",\"number\":123456789012345678,\"none\":null,"
                + "\"list\":[\"a\",1],\"object\":{},\"float\":1.5,\"unknown\":[[true,false,null]]}");
        assertThat(object.string("text")).isEqualTo("a");
        assertThat(object.number("number")).isEqualTo(123_456_789_012_345_678L);
        assertThat(object.optionalString("none")).isEmpty();
        assertThat(object.optionalString("missing")).isEmpty();
        assertThatThrownBy(() -> object.string("number")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object.string("missing")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object.string("none")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object.optionalString("object")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object.number("float")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object.strings("list")).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> object.flag("text")).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    @DisplayName("What is written is read again")
    void roundTrip() throws Exception {
        String text = "{\"a\":\"\\\"ü\\u0000😀\",\"b\":[1,2.5,true,null,{\"c\":[]}],\"d\":{}}";
        assertThat(JsonObject.parse(JsonObject.parse(text).toBytes()).toJson())
                .isEqualTo(JsonObject.parse(text).toJson());
    }

    @Test
    @DisplayName("A54 an object names its members and not their values")
    void toStringIsSafe() {
        JsonObject object = JsonObject.builder().put("durt", "hfd1.secret").build();
        assertThat(object.toString()).doesNotContain("secret").contains("durt");
    }
}
