package dev.holdfast.agent.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses under the limits of section 2 of the protocol; duplicate members are refused at any depth. */
final class JsonReader {
    static final int MAX_BYTES = 65_536;
    private static final int MAX_DEPTH = 12;
    private static final int MAX_DIGITS = 18;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS + 1)
                    .maxStringLength(MAX_BYTES)
                    .build())
            .build();

    private JsonReader() {}

    static JsonObject read(byte[] utf8) throws MalformedJsonException {
        if (utf8.length > MAX_BYTES) {
            throw new MalformedJsonException("more than " + MAX_BYTES + " bytes");
        }
        try {
            // Decoded here and not by the parser, which would guess at UTF-16 and UTF-32 as well.
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not UTF-8");
        }
    }

    static JsonObject read(String text) throws MalformedJsonException {
        if (text.length() > MAX_BYTES) {
            throw new MalformedJsonException("more than " + MAX_BYTES + " characters");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedJsonException("not an object");
            }
            JsonObject object = object(parser);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("text after the object");
            }
            return object;
        } catch (MalformedJsonException e) {
            throw e;
        } catch (StreamReadException | StreamConstraintsException e) {
            throw new MalformedJsonException("not well-formed, or over a limit");
        } catch (IOException e) {
            throw new MalformedJsonException("not readable");
        }
    }

    private static JsonObject object(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return new JsonObject(members);
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> fraction(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new MalformedJsonException("unexpected token");
        };
    }

    private static Long integer(String text) throws MalformedJsonException {
        int digits = text.startsWith("-") ? text.length() - 1 : text.length();
        if (digits > MAX_DIGITS) {
            throw new MalformedJsonException("a number of more than " + MAX_DIGITS + " digits");
        }
        return Long.valueOf(text);
    }

    private static BigDecimal fraction(String text) throws MalformedJsonException {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new MalformedJsonException("a number with an exponent out of range");
        }
    }

    private static List<@Nullable Object> array(JsonParser parser) throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return Collections.unmodifiableList(items);
    }
}
