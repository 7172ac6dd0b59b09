package dev.holdfast.device.posture;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of numbers with dots, such as {@code 10.0.22631}. What follows them ({@code -SNAPSHOT}, {@code ~rc1}) does not
 * count.
 */
record VersionNumber(List<Long> parts) implements Comparable<VersionNumber> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9}){0,5})(?:[^0-9.].*)?");

    VersionNumber {
        parts = List.copyOf(parts);
    }

    static Optional<VersionNumber> read(String text) {
        Matcher matcher = FORM.matcher(text.trim());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        List<Long> parts = new ArrayList<>();
        for (String part : matcher.group(1).split("\\.", -1)) {
            parts.add(Long.parseLong(part));
        }
        return Optional.of(new VersionNumber(parts));
    }

    /** Part by part; one that is missing counts as 0. */
    @Override
    public int compareTo(VersionNumber other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int difference = Long.compare(part(i), other.part(i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private long part(int index) {
        return index < parts.size() ? parts.get(index) : 0;
    }
}
