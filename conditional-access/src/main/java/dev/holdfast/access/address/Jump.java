package dev.holdfast.access.address;

/**
 * Where the keys of each {@link Leading leading bits} begin in a sorted array, so that a search in a large one starts beside
 * its end.
 */
final class Jump {
    /** So many keys share their leading bits where they are spread evenly: the table stays small enough to be at hand. */
    private static final int KEYS_EACH = 4;

    private static final int MOST_BITS = 16;

    private final Leading leading;
    private final int count;
    private final int[] begins;

    /**
     * @param keys sorted as unsigned numbers
     * @param step how far one key stands from the next; what stands between is passed over
     */
    Jump(long[] keys, int step) {
        count = keys.length / step;
        int wished = Integer.SIZE - Integer.numberOfLeadingZeros(count / KEYS_EACH);
        leading = new Leading(
                count == 0 ? 0 : keys[0], count == 0 ? 0 : keys[(count - 1) * step], Math.min(wished, MOST_BITS));
        begins = new int[leading.count() + 1];
        int at = 0;
        for (int bits = 0; bits < begins.length; bits++) {
            while (at < count && leading.of(keys[at * step]) < bits) {
                at++;
            }
            begins[bits] = at;
        }
    }

    /** No key before this one is greater than a key with the same leading bits; and none from {@link #to} on is less. */
    int from(long key) {
        return leading.isOutside(key) ? end(key) : begins[leading.of(key)];
    }

    int to(long key) {
        return leading.isOutside(key) ? end(key) : begins[leading.of(key) + 1];
    }

    private int end(long key) {
        return leading.isBefore(key) ? 0 : count;
    }
}
