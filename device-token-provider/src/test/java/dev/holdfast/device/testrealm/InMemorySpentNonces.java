package dev.holdfast.device.testrealm;

import dev.holdfast.device.nonce.RecognizedNonce;
import dev.holdfast.device.nonce.SpentNonces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Spent nonces as a cluster's cache keeps them: one atomic put-if-absent over all nodes, an entry is forgotten when its
 * time is over, and all of them when the cluster starts anew.
 */
public final class InMemorySpentNonces implements SpentNonces {
    private final Clock clock;
    private final ConcurrentMap<String, Instant> spentUntil = new ConcurrentHashMap<>();
    private volatile Instant since;

    /** A cache that was started one hour ago. */
    public InMemorySpentNonces(Clock clock) {
        this.clock = clock;
        this.since = clock.instant().minus(Duration.ofHours(1));
    }

    @Override
    public boolean spend(RecognizedNonce nonce, Duration keep) {
        Instant now = clock.instant();
        AtomicBoolean first = new AtomicBoolean();
        spentUntil.compute(nonce.key(), (key, until) -> {
            if (until != null && until.isAfter(now)) {
                return until;
            }
            first.set(true);
            return now.plus(keep);
        });
        return first.get();
    }

    @Override
    public Instant since() {
        return since;
    }

    /** All nodes go down and come up again: the memory is empty, and says since when. */
    public void restart() {
        spentUntil.clear();
        since = clock.instant();
    }

    /** Entries that are still remembered. */
    public long size() {
        Instant now = clock.instant();
        return spentUntil.values().stream().filter(until -> until.isAfter(now)).count();
    }
}
