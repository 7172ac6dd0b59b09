package dev.holdfast.device.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.device.refusal.Refusal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object from outside, read strictly: UTF-8, no duplicate members at any depth, bounded depth and numbers, and
 * texts that every database can hold. A missing or ill-typed member is {@link Refusal#INVALID_REQUEST}.
 */
public final class Claims {
    /** Bytes of a request body, at most (docs/protocol.md §2). */
    public static final int MAX_BODY_BYTES = 65_536;

    private static final int MAX_DEPTH = 12;
    private static final int MAX_NUMBER_DIGITS = 18;
    private static final int DEFAULT_MAX_TEXT = 255;
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_DIGITS)
                            .maxStringLength(MAX_BODY_BYTES)
                            .maxNameLength(DEFAULT_MAX_TEXT)
                            .maxDocumentLength(MAX_BODY_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode node;

    private Claims(ObjectNode node) {
        this.node = node;
    }

    /** Reads one object from UTF-8 bytes. */
    public static Claims parse(byte[] utf8) {
        if (utf8.length > MAX_BODY_BYTES) {
            throw Refusal.REQUEST_TOO_LARGE.because("body over " + MAX_BODY_BYTES + " bytes");
        }
        try {
            // Decoded here, since Jackson would guess UTF-16 and UTF-32 from the first bytes.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
            JsonNode read = STRICT.readTree(text);
            if (read instanceof ObjectNode object) {
                return new Claims(object);
            }
            throw Refusal.INVALID_REQUEST.because("not a JSON object");
        } catch (CharacterCodingException e) {
            throw Refusal.INVALID_REQUEST.because("not UTF-8");
        } catch (JsonProcessingException e) {
            throw Refusal.INVALID_REQUEST.because("JSON: " + e.getClass().getSimpleName());
        }
    }

    public boolean has(String name) {
        return node.has(name);
    }

    /** A text of 1 to 255 characters. */
    public String text(String name) {
        return text(name, DEFAULT_MAX_TEXT);
    }

    /** A text of 1 to {@code maxLength} characters without control characters or broken surrogates. */
    public String text(String name, int maxLength) {
        return textOf(name, node.get(name), maxLength);
    }

    public Optional<String> optionalText(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(textOf(name, value, DEFAULT_MAX_TEXT));
    }

    /** A text of exactly the given form. */
    public String text(String name, Pattern form) {
        String value = text(name, MAX_BODY_BYTES);
        if (!form.matcher(value).matches()) {
            throw Refusal.INVALID_REQUEST.because(name + " has another form");
        }
        return value;
    }

    /** A non-negative integer. */
    public long integer(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw Refusal.INVALID_REQUEST.because(name + " is no integer");
        }
        return value.longValue();
    }

    public boolean flag(String name) {
        JsonNode value = node.get(name);
        if (value == null || !value.isBoolean()) {
            throw Refusal.INVALID_REQUEST.because(name + " is neither true nor false");
        }
        return value.booleanValue();
    }

    /** A UUID in its 36-character lower-case form. */
    public UUID uuid(String name) {
        return UUID.fromString(text(name, UUID_FORM));
    }

    /** Bytes in base64url without padding. */
    public byte[] bytes(String name, int maxBytes) {
        byte[] bytes = base64Url(text(name, BASE64URL), name);
        if (bytes.length > maxBytes) {
            throw Refusal.INVALID_REQUEST.because(name + " is too long");
        }
        return bytes;
    }

    /** Exactly {@code length} bytes in base64url without padding. */
    public byte[] exactBytes(String name, int length) {
        byte[] bytes = bytes(name, length);
        if (bytes.length != length) {
            throw Refusal.INVALID_REQUEST.because(name + " is not " + length + " bytes");
        }
        return bytes;
    }

    public Claims object(String name) {
        if (node.get(name) instanceof ObjectNode object) {
            return new Claims(object);
        }
        throw Refusal.INVALID_REQUEST.because(name + " is no object");
    }

    public boolean isEmptyList(String name) {
        JsonNode value = node.get(name);
        return value != null && value.isArray() && value.isEmpty();
    }

    /** An array of 1 to {@code maxSize} texts. */
    public List<String> texts(String name, int maxSize, int maxLength) {
        JsonNode value = node.get(name);
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > maxSize) {
            throw Refusal.INVALID_REQUEST.because(name + " is no list of texts");
        }
        List<String> texts = new ArrayList<>();
        value.forEach(element -> texts.add(textOf(name, element, maxLength)));
        return List.copyOf(texts);
    }

    /** The object as JSON text. */
    public String json() {
        return node.toString();
    }

    static byte[] base64Url(String text, String name) {
        if (!BASE64URL.matcher(text).matches()) {
            throw Refusal.INVALID_REQUEST.because(name + " is not base64url");
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            // RFC 4648 §3.5: stray bits in the last character would give one value several spellings.
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
                throw Refusal.INVALID_REQUEST.because(name + " has stray bits");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw Refusal.INVALID_REQUEST.because(name + " is not base64url");
        }
    }

    private static String textOf(String name, @Nullable JsonNode value, int maxLength) {
        if (value == null || !value.isTextual()) {
            throw Refusal.INVALID_REQUEST.because(name + " is no text");
        }
        String text = value.textValue();
        if (text.isEmpty() || text.length() > maxLength) {
            throw Refusal.INVALID_REQUEST.because(name + " is empty or too long");
        }
        // Half a surrogate pair or a NUL is refused by some databases with an error instead of an answer.
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw Refusal.INVALID_REQUEST.because(name + " holds a control character");
        }
        return text;
    }
}
