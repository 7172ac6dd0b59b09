package dev.holdfast.push.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * What denials have done to one user's push so far. It binds unknown browsers alone.
 *
 * @param denials denials since the last block
 * @param lastDenialAt when the last of them was; of no meaning without one
 * @param level how many blocks came one after the other
 * @param until when the block ends; in the past where there is none
 */
public record Block(int denials, Instant lastDenialAt, int level, Instant until) {
    /** After so long without a block the next one is a first one again. */
    private static final Duration LEVELS_KEPT = Duration.ofDays(1);

    public static Block none() {
        return new Block(0, Instant.EPOCH, 0, Instant.EPOCH);
    }

    public boolean isOn(Instant now) {
        return until.isAfter(now);
    }

    /** After a request was answered. */
    public Block after(Outcome outcome, PushLimits.Bounds bounds, Instant now) {
        return switch (outcome) {
            case DENIED -> denied(bounds, now);
            case REPORTED -> blocked(bounds, now);
            case APPROVED -> new Block(0, lastDenialAt, level, until);
            case WAITING, WRONG_NUMBER -> this;
        };
    }

    private Block denied(PushLimits.Bounds bounds, Instant now) {
        boolean forgotten = !lastDenialAt.plus(bounds.denialMemory()).isAfter(now);
        int counted = forgotten ? 1 : denials + 1;
        return counted >= bounds.denialsToBlock() ? blocked(bounds, now) : new Block(counted, now, level, until);
    }

    private Block blocked(PushLimits.Bounds bounds, Instant now) {
        int reached = until.plus(LEVELS_KEPT).isAfter(now) ? level : 0;
        Duration length = bounds.firstBlock();
        for (int i = 0; i < reached && length.compareTo(bounds.longestBlock()) < 0; i++) {
            length = length.multipliedBy(2);
        }
        Duration capped = length.compareTo(bounds.longestBlock()) > 0 ? bounds.longestBlock() : length;
        Instant end = now.plus(capped);
        return new Block(0, now, reached + 1, end.isAfter(until) ? end : until);
    }
}
