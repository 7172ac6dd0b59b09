package dev.holdfast.insights.query;

import java.time.Duration;

/**
 * Equal pieces of time.
 *
 * @param offset how far the pieces' beginnings are ahead of UTC's, so that days are days somewhere
 */
public record Interval(Duration length, Duration offset) {
    /** Pieces in one answer, at most. */
    public static final int MAX_PIECES = 1_000;
}
