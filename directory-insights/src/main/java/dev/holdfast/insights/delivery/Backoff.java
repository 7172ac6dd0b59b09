package dev.holdfast.insights.delivery;

import java.time.Duration;

/** How long to wait after tries that failed: twice as long each time, five minutes at most, and never given up. */
public final class Backoff {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    private Backoff() {}

    /** @param failures one after the other, the last one included */
    public static Duration after(int failures) {
        Duration wait = Duration.ofSeconds(1L << Math.min(Math.max(failures - 1, 0), DOUBLINGS));
        return wait.compareTo(LONGEST) < 0 ? wait : LONGEST;
    }
}
