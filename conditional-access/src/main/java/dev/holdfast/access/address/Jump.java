package dev.holdfast.access.address;

/**
 * Where the keys of each leading bits begin in a sorted array, so that a search in a large one starts beside its end. The
 * leading bits are those after what all keys have in common: blocks of IPv6 seldom differ in their first ones.
 */
final class Jump {
    /** So many keys share their leading bits where they are spread evenly: the table stays small enough to be at hand. */
    private static final int KEYS_EACH = 4;

    private static final int MOST_BITS = 16;

    private final long first;
    private final int common;
    private final int bits;
    private final int count;
    private final int[] begins;

    /**
     * @param keys sorted as unsigned numbers
     * @param step how far one key stands from the next; what stands between is passed over
     */
    Jump(long[] keys, int step) {
        count = keys.length / step;
        first = count == 0 ? 0 : keys[0];
        common = count == 0 ? Long.SIZE : Long.numberOfLeadingZeros(first ^ keys[(count - 1) * step]);
        int wished = Integer.SIZE - Integer.numberOfLeadingZeros(count / KEYS_EACH);
        bits = Math.min(Math.min(wished, MOST_BITS), Long.SIZE - common);
        begins = new int[(1 << bits) + 1];
        int at = 0;
        for (int leading = 0; leading < begins.length; leading++) {
            while (at < count && leading(keys[at * step]) < leading) {
                at++;
            }
            begins[leading] = at;
        }
    }

    /** No key before this one is greater than a key with the same leading bits; and none from {@link #to} on is less. */
    int from(long key) {
        return isOutside(key) ? end(key) : begins[leading(key)];
    }

    int to(long key) {
        return isOutside(key) ? end(key) : begins[leading(key) + 1];
    }

    private boolean isOutside(long key) {
        return common > 0 && (key ^ first) >>> Long.SIZE - common != 0;
    }

    private int end(long key) {
        return Long.compareUnsigned(key, first) < 0 ? 0 : count;
    }

    private int leading(long key) {
        return bits == 0 ? 0 : (int) (key << common >>> Long.SIZE - bits);
    }
}
