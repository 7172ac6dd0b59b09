package dev.holdfast.access.listing;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code field:operator:value}. Of a field that is a list, one value that passes is enough. */
public record Filter(FieldPath field, Operator operator, String value) {
    private static final int LONGEST = 1_000;

    /** How a field is compared: numbers as numbers, everything else as text. */
    public enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE,
        /** Contains, in any case. */
        SEARCH,
        /** Is one of, separated by {@code |}. */
        IN;

        static Operator read(String text) {
            String word = text.startsWith("$") ? text.substring(1) : text;
            return Arrays.stream(values())
                    .filter(operator -> operator.word().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("A filter's operator is one of "
                            + Arrays.stream(values()).map(Operator::word).collect(Collectors.joining(", "))));
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException with a sentence for the caller */
    static Filter read(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("A filter is written as field:operator:value");
        }
        if (parts[2].length() > LONGEST) {
            throw new IllegalArgumentException("A filter's value has at most " + LONGEST + " characters");
        }
        return new Filter(FieldPath.read(parts[0].strip()), Operator.read(parts[1].strip()), parts[2]);
    }

    boolean accepts(JsonNode entry) {
        JsonNode found = field.of(entry);
        if (operator == Operator.NE) {
            return !is(found, value);
        }
        if (!found.isArray()) {
            return accepted(found);
        }
        for (JsonNode one : found) {
            if (accepted(one)) {
                return true;
            }
        }
        return false;
    }

    private boolean accepted(JsonNode found) {
        if (!found.isValueNode() || found.isNull()) {
            return false;
        }
        return switch (operator) {
            case EQ -> is(found, value);
            case NE -> !is(found, value);
            case GT -> compared(found) > 0;
            case GE -> compared(found) >= 0;
            case LT -> compared(found) < 0;
            case LE -> compared(found) <= 0;
            case SEARCH -> found.asText().toLowerCase(Locale.ROOT).contains(value.toLowerCase(Locale.ROOT));
            case IN -> List.of(value.split("\\|", -1)).stream().anyMatch(one -> is(found, one));
        };
    }

    private static boolean is(JsonNode found, String wanted) {
        if (found.isArray()) {
            for (JsonNode one : found) {
                if (is(one, wanted)) {
                    return true;
                }
            }
            return false;
        }
        BigDecimal number = number(wanted);
        return found.isNumber() && number != null
                ? found.decimalValue().compareTo(number) == 0
                : found.isValueNode() && !found.isNull() && found.asText().equals(wanted);
    }

    private int compared(JsonNode found) {
        BigDecimal number = number(value);
        return found.isNumber() && number != null
                ? found.decimalValue().compareTo(number)
                : found.asText().compareTo(value);
    }

    private static @Nullable BigDecimal number(String text) {
        if (text.length() > 40 || !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return null;
        }
        return new BigDecimal(text);
    }
}
