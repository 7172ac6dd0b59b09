package dev.holdfast.access.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON value that knows where it stands in its text. */
record Source(
        Kind kind,
        @Nullable Object scalar,
        Map<String, Member> members,
        List<Source> items,
        String pointer,
        int line,
        int column) {
    private static final int DEEPEST = 64;
    private static final int LONGEST_STRING = 20_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_STRING)
                    .maxNameLength(1_000)
                    .maxNumberLength(30)
                    .build())
            .build();

    enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a string"),
        NUMBER("a number"),
        FLAG("true or false"),
        NULL("null");

        final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** @param name where the member's name stands */
    record Member(Source name, Source value) {}

    /** The document; empty if it is none, and then the problems say why. */
    static Optional<Source> read(String text, int longest, Problems problems) {
        if (text.length() > longest) {
            problems.add(new DocumentProblem("", 1, 1, "a document has at most " + longest + " characters"));
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                problems.add(new DocumentProblem("", 1, 1, "the document is empty; an object belongs here"));
                return Optional.empty();
            }
            Source document = value(parser, first, "", problems);
            if (parser.nextToken() != null) {
                problems.add(problem(parser.currentTokenLocation(), "", "nothing may follow the document"));
            }
            return Optional.of(document);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
            problems.add(problem(
                    at,
                    "",
                    "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")));
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("A text in memory is read without failure", e);
        }
    }

    String text() {
        return scalar instanceof String text ? text : "";
    }

    boolean flag() {
        return Boolean.TRUE.equals(scalar);
    }

    BigDecimal number() {
        return scalar instanceof BigDecimal number ? number : BigDecimal.ZERO;
    }

    private static Source value(JsonParser parser, JsonToken token, String pointer, Problems problems)
            throws IOException {
        JsonLocation at = parser.currentTokenLocation();
        return switch (token) {
            case START_OBJECT -> object(parser, pointer, at, problems);
            case START_ARRAY -> array(parser, pointer, at, problems);
            case VALUE_STRING -> scalar(Kind.STRING, parser.getText(), pointer, at);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                scalar(Kind.NUMBER, number(parser, problems, pointer), pointer, at);
            case VALUE_TRUE, VALUE_FALSE -> scalar(Kind.FLAG, token == JsonToken.VALUE_TRUE, pointer, at);
            case VALUE_NULL -> scalar(Kind.NULL, null, pointer, at);
            default -> throw new AssertionError("No value of JSON begins with " + token);
        };
    }

    private static Source object(JsonParser parser, String pointer, JsonLocation at, Problems problems)
            throws IOException {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String inner = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
            Source place = scalar(Kind.STRING, name, inner, parser.currentTokenLocation());
            Source value = value(parser, parser.nextToken(), inner, problems);
            if (members.put(name, new Member(place, value)) != null) {
                problems.add(place, "\"" + name + "\" stands here a second time");
            }
        }
        return new Source(Kind.OBJECT, null, members, List.of(), pointer, at.getLineNr(), at.getColumnNr());
    }

    private static Source array(JsonParser parser, String pointer, JsonLocation at, Problems problems)
            throws IOException {
        List<Source> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, pointer + "/" + items.size(), problems));
        }
        return new Source(Kind.ARRAY, null, Map.of(), items, pointer, at.getLineNr(), at.getColumnNr());
    }

    private static BigDecimal number(JsonParser parser, Problems problems, String pointer) throws IOException {
        // Numbers here are small; 1e999999999 would be a long one if it were made whole.
        BigDecimal number = parser.getDecimalValue();
        if (Math.abs((long) number.scale()) > 20) {
            problems.add(problem(parser.currentTokenLocation(), pointer, "a number of few digits belongs here"));
            return BigDecimal.ZERO;
        }
        return number;
    }

    private static Source scalar(Kind kind, @Nullable Object value, String pointer, JsonLocation at) {
        return new Source(kind, value, Map.of(), List.of(), pointer, at.getLineNr(), at.getColumnNr());
    }

    private static DocumentProblem problem(JsonLocation at, String pointer, String message) {
        return new DocumentProblem(pointer, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), message);
    }
}
