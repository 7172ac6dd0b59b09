package dev.holdfast.access.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A set of addresses: sorted, disjoint ranges, searched by halves. Immutable, safe for threads; looking up allocates nothing.
 */
public final class AddressSet {
    public static final AddressSet EMPTY = of(List.of());

    private static final int IPV6 = 4;
    private static final long LAST = 0xFFFFFFFFL;

    /** Ranges of IPv4: the first address in the upper half, the last in the lower one, in the order of unsigned numbers. */
    private final long[] ipv4;

    /** Ranges of IPv6, each as {@value #IPV6} numbers: the halves of its first address, then those of its last one. */
    private final long[] ipv6;

    private final Jump ipv4Jump;
    private final Jump ipv6Jump;

    /** The ranges of a family in their order, their ends as {@link #key keys}. */
    interface Ranges {
        int count();

        long first(int index);

        long last(int index);
    }

    private AddressSet(long[] ipv4, List<AddressRange> ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6.stream()
                .flatMapToLong(range -> LongStream.of(
                        range.first().high(),
                        range.first().low(),
                        range.last().high(),
                        range.last().low()))
                .toArray();
        ipv4Jump = new Jump(this.ipv4, 1);
        ipv6Jump = new Jump(this.ipv6, IPV6);
    }

    /** @param ranges in any order, overlapping or not */
    public static AddressSet of(Collection<AddressRange> ranges) {
        long[] ipv4 = new long[ranges.size()];
        int count = 0;
        List<AddressRange> ipv6 = new ArrayList<>();
        for (AddressRange range : ranges) {
            if (range.first().isIpv4()) {
                // Both ends in one number, the first bit turned, so that the order of signed numbers is the addresses'.
                ipv4[count++] = (range.first().low() << 32 | range.last().low() & LAST) ^ Long.MIN_VALUE;
            } else {
                ipv6.add(range);
            }
        }
        Arrays.sort(ipv4, 0, count);
        return new AddressSet(Arrays.copyOf(ipv4, mergeIpv4(ipv4, count)), disjoint(ipv6));
    }

    /** Turns the bit back and makes ranges that meet one; answers how many are left. */
    private static int mergeIpv4(long[] sorted, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long range = sorted[i] ^ Long.MIN_VALUE;
            if (kept > 0 && Integer.compareUnsigned((int) sorted[kept - 1], (int) (range >>> 32)) >= 0) {
                if (Integer.compareUnsigned((int) sorted[kept - 1], (int) range) < 0) {
                    sorted[kept - 1] = sorted[kept - 1] & ~LAST | range & LAST;
                }
            } else {
                sorted[kept++] = range;
            }
        }
        return kept;
    }

    public boolean contains(IpAddress address) {
        return address.isIpv4() ? containsIpv4(address.low() & LAST) : containsIpv6(address.high(), address.low());
    }

    /** How many disjoint ranges there are. */
    public int size() {
        return ipv4.length + ipv6.length / IPV6;
    }

    /** By what addresses of one family are filed, an unsigned number: all bits of IPv4, the upper half of IPv6. */
    static long key(IpAddress address) {
        return address.isIpv4() ? address.low() << Integer.SIZE : address.high();
    }

    Ranges ipv4() {
        return new Ranges() {
            @Override
            public int count() {
                return ipv4.length;
            }

            @Override
            public long first(int index) {
                return ipv4[index] & ~LAST;
            }

            @Override
            public long last(int index) {
                return ipv4[index] << Integer.SIZE;
            }
        };
    }

    Ranges ipv6() {
        return new Ranges() {
            @Override
            public int count() {
                return ipv6.length / IPV6;
            }

            @Override
            public long first(int index) {
                return ipv6[index * IPV6];
            }

            @Override
            public long last(int index) {
                return ipv6[index * IPV6 + 2];
            }
        };
    }

    private boolean containsIpv4(long bits) {
        // As great as any range that begins at the address.
        long key = bits << Integer.SIZE | LAST;
        int from = ipv4Jump.from(key);
        int to = ipv4Jump.to(key);
        // The last range that begins at the address or before it; it may begin before the leading bits.
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(ipv4[middle], key) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from > 0 && bits <= (ipv4[from - 1] & LAST);
    }

    private boolean containsIpv6(long high, long low) {
        int from = ipv6Jump.from(high);
        int to = ipv6Jump.to(high);
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(ipv6[middle * IPV6], ipv6[middle * IPV6 + 1], high, low) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        int last = from * IPV6 - 2;
        return from > 0 && compare(high, low, ipv6[last], ipv6[last + 1]) <= 0;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int first = Long.compareUnsigned(high, otherHigh);
        return first != 0 ? first : Long.compareUnsigned(low, otherLow);
    }

    private static List<AddressRange> disjoint(List<AddressRange> ranges) {
        ranges.sort(AddressSet::byFirst);
        List<AddressRange> disjoint = new ArrayList<>(ranges.size());
        for (AddressRange range : ranges) {
            AddressRange before = disjoint.isEmpty() ? null : disjoint.get(disjoint.size() - 1);
            if (before == null || before.last().compareTo(range.first()) < 0) {
                disjoint.add(range);
            } else if (before.last().compareTo(range.last()) < 0) {
                disjoint.set(disjoint.size() - 1, new AddressRange(before.first(), range.last()));
            }
        }
        return disjoint;
    }

    private static int byFirst(AddressRange one, AddressRange other) {
        return one.first().compareTo(other.first());
    }
}
