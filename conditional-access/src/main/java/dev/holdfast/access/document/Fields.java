package dev.holdfast.access.document;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The members of one object of a document. A member that is not known there is a problem, never ignored. */
final class Fields {
    private final Source object;
    private final Problems problems;
    private final boolean isObject;

    /** @param allowed the members' names, in the order in which they are told */
    Fields(Source object, Problems problems, List<String> allowed) {
        this.object = object;
        this.problems = problems;
        this.isObject = is(object, Source.Kind.OBJECT, problems);
        object.members().forEach((name, member) -> {
            if (!allowed.contains(name)) {
                problems.add(member.name(), "\"" + name + "\" is not known here; " + allowed(allowed));
            }
        });
    }

    private static String allowed(List<String> names) {
        return names.size() == 1 ? "only " + names.get(0) + " is" : "known are " + String.join(", ", names);
    }

    /** Whether the value is of the kind; else that is a problem. */
    static boolean is(Source value, Source.Kind kind, Problems problems) {
        if (value.kind() == kind) {
            return true;
        }
        problems.add(
                value,
                kind.words + " belongs here, not " + value.kind().words
                        + (value.kind() == Source.Kind.NULL ? "; leave it out instead" : ""));
        return false;
    }

    Optional<Source> get(String name) {
        return Optional.ofNullable(object.members().get(name)).map(Source.Member::value);
    }

    Optional<Source> required(String name) {
        Optional<Source> value = get(name);
        if (value.isEmpty() && isObject) {
            problems.add(object, "\"" + name + "\" is missing");
        }
        return value;
    }

    Optional<Fields> object(String name, List<String> allowed) {
        return get(name).map(value -> new Fields(value, problems, allowed));
    }

    boolean flag(String name, boolean absent) {
        return get(name).map(value -> flag(value, problems)).orElse(absent);
    }

    static boolean flag(Source value, Problems problems) {
        return is(value, Source.Kind.FLAG, problems) && value.flag();
    }

    Optional<String> text(String name, int longest) {
        return get(name).map(value -> text(value, longest, problems));
    }

    /** A string with something in it. */
    Optional<String> word(String name, int longest) {
        return get(name).map(value -> word(value, longest, problems));
    }

    static String text(Source value, int longest, Problems problems) {
        if (!is(value, Source.Kind.STRING, problems)) {
            return "";
        }
        if (value.text().length() > longest) {
            problems.add(value, "at most " + longest + " characters belong here");
        }
        return value.text();
    }

    static String word(Source value, int longest, Problems problems) {
        String text = text(value, longest, problems);
        if (text.isBlank() && value.kind() == Source.Kind.STRING) {
            problems.add(value, "something other than blanks belongs here");
        }
        return text;
    }

    static String matching(Source value, Pattern form, String words, Problems problems) {
        String text = text(value, 1_000, problems);
        if (value.kind() == Source.Kind.STRING && !form.matcher(text).matches()) {
            problems.add(value, words + " belongs here");
        }
        return text;
    }

    Optional<Integer> number(String name, int least, int most) {
        return get(name).map(value -> number(value, least, most));
    }

    int requiredNumber(String name, int least, int most) {
        return required(name).map(value -> number(value, least, most)).orElse(least);
    }

    private int number(Source value, int least, int most) {
        if (!is(value, Source.Kind.NUMBER, problems)) {
            return least;
        }
        BigDecimal number = value.number();
        if (number.stripTrailingZeros().scale() > 0
                || number.compareTo(BigDecimal.valueOf(least)) < 0
                || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            problems.add(value, "a whole number from " + least + " to " + most + " belongs here");
            return least;
        }
        return number.intValueExact();
    }

    /** One of an enum's constants, by its name in lower case. */
    <E extends Enum<E>> Optional<E> constant(String name, Class<E> type) {
        return get(name).flatMap(value -> Optional.ofNullable(constant(value, type, problems)));
    }

    static <E extends Enum<E>> @Nullable E constant(Source value, Class<E> type, Problems problems) {
        if (!is(value, Source.Kind.STRING, problems)) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(value.text())) {
                return constant;
            }
        }
        problems.add(
                value,
                "one of "
                        + String.join(
                                ", ",
                                Arrays.stream(type.getEnumConstants())
                                        .map(Fields::lower)
                                        .toList())
                        + " belongs here");
        return null;
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The values of an array, without repetition and in their order. */
    <T> Set<T> set(String name, int least, int most, Function<Source, @Nullable T> reading) {
        return get(name)
                .map(value -> set(value, least, most, reading, problems))
                .orElse(Set.of());
    }

    static <T> Set<T> set(Source value, int least, int most, Function<Source, @Nullable T> reading, Problems problems) {
        return new LinkedHashSet<>(list(value, least, most, reading, problems));
    }

    static <T> List<T> list(
            Source value, int least, int most, Function<Source, @Nullable T> reading, Problems problems) {
        if (!is(value, Source.Kind.ARRAY, problems)) {
            return List.of();
        }
        int count = value.items().size();
        if (count < least) {
            problems.add(value, "at least one belongs here; leave it out if none is meant");
        }
        if (count > most) {
            problems.add(value, "at most " + most + " belong here");
        }
        List<T> read = new ArrayList<>();
        for (Source item : value.items()) {
            T one = reading.apply(item);
            if (one != null) {
                read.add(one);
            }
            if (problems.isFull()) {
                break;
            }
        }
        return read;
    }
}
