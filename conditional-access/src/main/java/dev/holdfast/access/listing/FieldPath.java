package dev.holdfast.access.listing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** A field of an entry, or one of an object in it: {@code effect.action}. */
record FieldPath(List<String> names) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,9}");
    private static final int LONGEST = 100;

    FieldPath {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException with a sentence for the caller */
    static FieldPath read(String text) {
        if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "A field is named by letters, digits and underscores, with dots between objects");
        }
        return new FieldPath(List.of(text.split("\\.", -1)));
    }

    /** The field's value; a missing node where there is none. */
    JsonNode of(JsonNode entry) {
        JsonNode value = entry;
        for (String name : names) {
            value = value.path(name);
        }
        return value;
    }
}
