package dev.holdfast.access.address;

import java.util.List;

/**
 * Which of some sets an address may be in, told by one look for all of them: large sets are searched in memory that no core
 * has at hand, and most addresses are in none. Immutable, safe for threads; looking up allocates nothing.
 */
public final class AddressSieve {
    private final int sets;
    private final Buckets ipv4;
    private final Buckets ipv6;

    private AddressSieve(List<AddressSet> some) {
        sets = some.size();
        ipv4 = new Buckets(some.stream().map(AddressSet::ipv4).toList());
        ipv6 = new Buckets(some.stream().map(AddressSet::ipv6).toList());
    }

    public static AddressSieve of(List<AddressSet> sets) {
        return new AddressSieve(sets);
    }

    /** How many sets there are. */
    public int sets() {
        return sets;
    }

    /** The sets that an address may be in, for {@link #isAmong}. */
    public long among(IpAddress address) {
        return (address.isIpv4() ? ipv4 : ipv6).of(AddressSet.key(address));
    }

    /**
     * Whether an address may be in a set; where not, it surely is not.
     *
     * @param index of the set in the list that the sieve was made of
     */
    public static boolean isAmong(long among, int index) {
        return (among & bit(index)) != 0;
    }

    /** From 64 sets on they share bits: then one may be searched in vain. */
    private static long bit(int index) {
        return 1L << index;
    }

    /** Addresses of one family by their leading bits, and the sets that reach into each of these buckets. */
    private static final class Buckets {
        /** So many for each range, so that an address seldom shares one with a range that it is not in. */
        private static final int EACH = 16;

        private static final int MOST_BITS = 20;

        private final Leading leading;
        private final long[] sets;

        Buckets(List<AddressSet.Ranges> some) {
            long ranges = some.stream().mapToLong(AddressSet.Ranges::count).sum();
            int wished = Long.SIZE - Long.numberOfLeadingZeros(ranges * EACH);
            List<AddressSet.Ranges> filled =
                    some.stream().filter(set -> set.count() > 0).toList();
            leading = new Leading(
                    filled.stream()
                            .map(set -> set.first(0))
                            .min(Long::compareUnsigned)
                            .orElse(0L),
                    filled.stream()
                            .map(set -> set.last(set.count() - 1))
                            .max(Long::compareUnsigned)
                            .orElse(0L),
                    Math.min(wished, MOST_BITS));
            sets = new long[leading.count()];
            for (int i = 0; i < some.size(); i++) {
                fill(some.get(i), bit(i));
            }
        }

        private void fill(AddressSet.Ranges set, long bit) {
            int filled = 0;
            for (int i = 0; i < set.count(); i++) {
                int last = leading.of(set.last(i));
                for (int bucket = Math.max(filled, leading.of(set.first(i))); bucket <= last; bucket++) {
                    sets[bucket] |= bit;
                }
                filled = last;
            }
        }

        long of(long key) {
            return leading.isOutside(key) ? 0 : sets[leading.of(key)];
        }
    }
}
