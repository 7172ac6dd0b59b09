package dev.holdfast.device.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * A count within a fixed minute; it travels with the row it protects, so that all nodes share it.
 *
 * @param startedAt the beginning of the minute
 * @param count what happened in it
 */
public record RateWindow(Instant startedAt, int count) {
    private static final Duration LENGTH = Duration.ofMinutes(1);

    public static RateWindow empty(Instant now) {
        return new RateWindow(now, 0);
    }

    public RateWindow counted(Instant now) {
        return isOver(now) ? new RateWindow(now, 1) : new RateWindow(startedAt, count + 1);
    }

    public boolean isFull(long limit, Instant now) {
        return !isOver(now) && count >= limit;
    }

    /** Seconds until a full window is over. */
    public long secondsLeft(Instant now) {
        return Math.max(1, Duration.between(now, startedAt.plus(LENGTH)).toSeconds());
    }

    private boolean isOver(Instant now) {
        return !startedAt.plus(LENGTH).isAfter(now);
    }
}
