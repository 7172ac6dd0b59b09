package dev.holdfast.access.address;

/**
 * The leading bits of keys that lie between two, after what these have in common: blocks of IPv6 seldom differ in their first
 * ones. Keys are unsigned numbers.
 */
final class Leading {
    private final long first;
    private final int common;
    private final int bits;

    /** @param bits at most so many lead, and at least none */
    Leading(long first, long last, int bits) {
        this.first = first;
        common = Long.numberOfLeadingZeros(first ^ last);
        this.bits = Math.min(bits, Long.SIZE - common);
    }

    /** How many values {@link #of} has. */
    int count() {
        return 1 << bits;
    }

    int of(long key) {
        return bits == 0 ? 0 : (int) (key << common >>> Long.SIZE - bits);
    }

    /** Whether a key has not what all between the two have in common. */
    boolean isOutside(long key) {
        return common > 0 && (key ^ first) >>> Long.SIZE - common != 0;
    }

    boolean isBefore(long key) {
        return Long.compareUnsigned(key, first) < 0;
    }
}
