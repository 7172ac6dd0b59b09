package dev.holdfast.push.limit;

import java.time.Instant;

/**
 * One request that was sent, as limits see it.
 *
 * @param resource the application that was signed in to
 */
public record Attempt(Lane lane, String resource, Instant askedAt, Instant expiresAt, Outcome outcome) {
    boolean isOutstanding(Instant now) {
        return outcome == Outcome.WAITING && expiresAt.isAfter(now);
    }

    /** Whether nobody answered it rightly: not yet, or not in its time. */
    boolean isUnanswered() {
        return outcome == Outcome.WRONG_NUMBER || outcome == Outcome.WAITING;
    }
}
