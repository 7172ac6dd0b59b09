package dev.holdfast.setup.hardening;

/** Lengths of time in seconds. */
final class Span {
    static final int MINUTE = 60;
    static final int HOUR = 60 * MINUTE;
    static final int DAY = 24 * HOUR;
    static final long YEAR = 365L * DAY;

    private Span() {}
}
