package dev.holdfast.access.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A set of addresses: sorted, disjoint ranges, searched by halves. Immutable, safe for threads; looking up allocates nothing.
 */
public final class AddressSet {
    public static final AddressSet EMPTY = of(List.of());

    // Ranges of IPv4 as unsigned numbers of 32 bits; those of IPv6 by their halves.
    private final int[] ipv4First;
    private final int[] ipv4Last;
    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    // Where the ranges of each leading bits begin, so that a search in a large list starts beside its end.
    private final int[] jump;
    private final int jumpShift;

    private AddressSet(long[] ipv4, int ipv4Count, List<AddressRange> ipv6) {
        ipv4First = new int[ipv4Count];
        ipv4Last = new int[ipv4Count];
        for (int i = 0; i < ipv4Count; i++) {
            ipv4First[i] = (int) (ipv4[i] >>> 32);
            ipv4Last[i] = (int) ipv4[i];
        }
        firstHigh = ipv6.stream().mapToLong(range -> range.first().high()).toArray();
        firstLow = ipv6.stream().mapToLong(range -> range.first().low()).toArray();
        lastHigh = ipv6.stream().mapToLong(range -> range.last().high()).toArray();
        lastLow = ipv6.stream().mapToLong(range -> range.last().low()).toArray();
        int bits = Math.min(16, 32 - Integer.numberOfLeadingZeros(ipv4Count));
        jumpShift = 32 - bits;
        jump = new int[(1 << bits) + 1];
        int at = 0;
        for (int leading = 0; leading < jump.length - 1; leading++) {
            while (at < ipv4Count && (int) (Integer.toUnsignedLong(ipv4First[at]) >>> jumpShift) < leading) {
                at++;
            }
            jump[leading] = at;
        }
        jump[jump.length - 1] = ipv4Count;
    }

    /** @param ranges in any order, overlapping or not */
    public static AddressSet of(Collection<AddressRange> ranges) {
        long[] ipv4 = new long[ranges.size()];
        int count = 0;
        List<AddressRange> ipv6 = new ArrayList<>();
        for (AddressRange range : ranges) {
            if (range.first().isIpv4()) {
                // Both ends in one number, the first bit turned, so that the order of signed numbers is the addresses'.
                ipv4[count++] = (range.first().low() << 32 | range.last().low() & 0xFFFFFFFFL) ^ Long.MIN_VALUE;
            } else {
                ipv6.add(range);
            }
        }
        Arrays.sort(ipv4, 0, count);
        return new AddressSet(ipv4, mergeIpv4(ipv4, count), disjoint(ipv6));
    }

    /** Turns the bit back and makes ranges that meet one; answers how many are left. */
    private static int mergeIpv4(long[] sorted, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long range = sorted[i] ^ Long.MIN_VALUE;
            if (kept > 0 && Integer.compareUnsigned((int) sorted[kept - 1], (int) (range >>> 32)) >= 0) {
                if (Integer.compareUnsigned((int) sorted[kept - 1], (int) range) < 0) {
                    sorted[kept - 1] = sorted[kept - 1] & ~0xFFFFFFFFL | range & 0xFFFFFFFFL;
                }
            } else {
                sorted[kept++] = range;
            }
        }
        return kept;
    }

    public boolean contains(IpAddress address) {
        return address.isIpv4() ? containsIpv4((int) address.low()) : containsIpv6(address.high(), address.low());
    }

    /** How many disjoint ranges there are. */
    public int size() {
        return ipv4First.length + firstHigh.length;
    }

    private boolean containsIpv4(int bits) {
        int leading = (int) (Integer.toUnsignedLong(bits) >>> jumpShift);
        int from = jump[leading];
        int to = jump[leading + 1];
        // The last range that begins at the address or before it; it may begin before the leading bits.
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Integer.compareUnsigned(ipv4First[middle], bits) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from > 0 && Integer.compareUnsigned(bits, ipv4Last[from - 1]) <= 0;
    }

    private boolean containsIpv6(long high, long low) {
        int from = 0;
        int to = firstHigh.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (compare(firstHigh[middle], firstLow[middle], high, low) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from > 0 && compare(high, low, lastHigh[from - 1], lastLow[from - 1]) <= 0;
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
