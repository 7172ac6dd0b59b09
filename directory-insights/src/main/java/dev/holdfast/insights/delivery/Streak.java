package dev.holdfast.insights.delivery;

import java.time.Duration;

/** Tries that failed one after the other, up to now: a success ends them. */
public record Streak(int failures) {
    public Streak {
        if (failures < 0) {
            throw new IllegalArgumentException("a number of failures");
        }
    }

    public Streak taken() {
        return new Streak(0);
    }

    public Streak failed() {
        return failures == Integer.MAX_VALUE ? this : new Streak(failures + 1);
    }

    /** Until the next try. */
    public Duration pause() {
        return failures == 0 ? Duration.ZERO : Backoff.after(failures);
    }
}
