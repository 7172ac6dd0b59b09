package dev.holdfast.access.evaluation;

import java.util.Optional;

/**
 * A system's version: numbers with dots, such as {@code 10.0.22631}. What follows them ({@code  LTS}, {@code -rc1}) does not
 * count; a missing part is 0.
 */
record OsVersion(long[] parts) implements Comparable<OsVersion> {
    private static final int MOST_PARTS = 6;
    private static final int MOST_DIGITS = 9;

    /** Empty if the text does not begin with a number, or no system has such a version. */
    static Optional<OsVersion> read(String text) {
        String version = text.strip();
        long[] parts = new long[MOST_PARTS];
        int at = 0;
        for (int part = 0; part < MOST_PARTS; part++) {
            int from = at;
            while (at < version.length() && isDigit(version.charAt(at))) {
                parts[part] = parts[part] * 10 + (version.charAt(at) - '0');
                at++;
                if (at - from > MOST_DIGITS) {
                    return Optional.empty();
                }
            }
            if (at == from) {
                return Optional.empty();
            }
            if (at == version.length() || version.charAt(at) != '.') {
                return Optional.of(new OsVersion(parts));
            }
            at++;
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(OsVersion other) {
        for (int i = 0; i < MOST_PARTS; i++) {
            int difference = Long.compare(parts[i], other.parts[i]);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
