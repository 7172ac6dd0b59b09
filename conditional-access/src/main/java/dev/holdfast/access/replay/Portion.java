package dev.holdfast.access.replay;

import java.time.Instant;
import java.util.Optional;

/** The first so many of a record that is read in its order, and where it was cut off. Not safe for threads. */
public final class Portion {
    private final long most;
    private long taken;
    private Optional<Instant> last = Optional.empty();
    private boolean cutOff;

    public Portion(long most) {
        this.most = most;
    }

    /** Whether one more belongs to it, that happened at this time. */
    public boolean takes(Instant time) {
        if (taken == most) {
            cutOff = true;
            return false;
        }
        taken++;
        last = Optional.of(time);
        return true;
    }

    /** When the last one happened that was taken, if there were more of them; nothing where all were taken. */
    public Optional<Instant> cutOffAt() {
        return cutOff ? last : Optional.empty();
    }
}
