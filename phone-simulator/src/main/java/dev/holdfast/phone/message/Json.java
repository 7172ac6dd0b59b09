package dev.holdfast.phone.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** JSON objects under the protocol's limits; duplicate members are refused at any depth. */
public final class Json {
    /** The longest body, in bytes. */
    public static final int MAX_BYTES = 65_536;

    private static final int MAX_DEPTH = 12;
    private static final int MAX_NUMBER = 19;

    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(MAX_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads one object and nothing else. */
    public static ObjectNode read(byte[] utf8) throws MalformedException {
        if (utf8.length > MAX_BYTES) {
            throw new MalformedException("more than " + MAX_BYTES + " bytes");
        }
        try {
            // Decoded here and not by the parser, which would guess at UTF-16 and UTF-32 as well.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedException("not an object");
        } catch (CharacterCodingException e) {
            throw new MalformedException("not UTF-8");
        } catch (JsonProcessingException e) {
            throw new MalformedException("not JSON, or over a limit");
        }
    }

    public static byte[] write(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A member that must be there and be text. */
    public static String text(JsonNode object, String name) throws MalformedException {
        return optionalText(object, name).orElseThrow(() -> new MalformedException("no text '" + name + "'"));
    }

    /** A member that is text where it is there. */
    public static Optional<String> optionalText(JsonNode object, String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new MalformedException("'" + name + "' is no text");
        }
        return Optional.of(value.textValue());
    }

    /** A member that must be there and be a whole number. */
    public static long number(JsonNode object, String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new MalformedException("no whole number '" + name + "'");
        }
        return value.longValue();
    }

    /** A member that must be there and be true or false. */
    public static boolean flag(JsonNode object, String name) throws MalformedException {
        JsonNode value = object.path(name);
        if (!value.isBoolean()) {
            throw new MalformedException("'" + name + "' is neither true nor false");
        }
        return value.booleanValue();
    }
}
