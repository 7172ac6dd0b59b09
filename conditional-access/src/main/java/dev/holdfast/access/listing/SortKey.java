package dev.holdfast.access.listing;

import com.fasterxml.jackson.databind.JsonNode;

/** A field to sort by. Entries without it come last, whichever way. */
public record SortKey(FieldPath field, boolean falling) {
    /** @throws IllegalArgumentException with a sentence for the caller */
    static SortKey read(String text) {
        boolean falling = text.startsWith("-");
        return new SortKey(FieldPath.read(falling || text.startsWith("+") ? text.substring(1) : text), falling);
    }

    int compare(JsonNode one, JsonNode other) {
        JsonNode first = field.of(one);
        JsonNode second = field.of(other);
        if (isAbsent(first) || isAbsent(second)) {
            return Boolean.compare(isAbsent(first), isAbsent(second));
        }
        int compared;
        if (first.isNumber() && second.isNumber()) {
            compared = first.decimalValue().compareTo(second.decimalValue());
        } else if (first.isNumber() || second.isNumber()) {
            // Numbers before texts: compared as texts, three of them could go round in a circle.
            compared = Boolean.compare(second.isNumber(), first.isNumber());
        } else {
            compared = text(first).compareToIgnoreCase(text(second));
        }
        return falling ? -compared : compared;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
