package dev.holdfast.access.address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

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

    private AddressSet(List<AddressRange> ipv4, List<AddressRange> ipv6) {
        ipv4First = ipv4.stream().mapToInt(range -> (int) range.first().low()).toArray();
        ipv4Last = ipv4.stream().mapToInt(range -> (int) range.last().low()).toArray();
        firstHigh = ipv6.stream().mapToLong(range -> range.first().high()).toArray();
        firstLow = ipv6.stream().mapToLong(range -> range.first().low()).toArray();
        lastHigh = ipv6.stream().mapToLong(range -> range.last().high()).toArray();
        lastLow = ipv6.stream().mapToLong(range -> range.last().low()).toArray();
        int bits = Math.min(16, 32 - Integer.numberOfLeadingZeros(ipv4First.length));
        jumpShift = 32 - bits;
        jump = new int[(1 << bits) + 1];
        int at = 0;
        for (int leading = 0; leading < jump.length - 1; leading++) {
            while (at < ipv4First.length && (int) (Integer.toUnsignedLong(ipv4First[at]) >>> jumpShift) < leading) {
                at++;
            }
            jump[leading] = at;
        }
        jump[jump.length - 1] = ipv4First.length;
    }

    /** @param ranges in any order, overlapping or not */
    public static AddressSet of(Collection<AddressRange> ranges) {
        return new AddressSet(
                disjoint(ranges, range -> range.first().isIpv4()),
                disjoint(ranges, range -> !range.first().isIpv4()));
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

    private static List<AddressRange> disjoint(Collection<AddressRange> ranges, Predicate<AddressRange> family) {
        AddressRange[] sorted = ranges.stream().filter(family).toArray(AddressRange[]::new);
        Arrays.sort(sorted, Comparator.comparing(AddressRange::first));
        List<AddressRange> disjoint = new ArrayList<>(sorted.length);
        for (AddressRange range : sorted) {
            AddressRange before = disjoint.isEmpty() ? null : disjoint.get(disjoint.size() - 1);
            if (before == null || before.last().compareTo(range.first()) < 0) {
                disjoint.add(range);
            } else if (before.last().compareTo(range.last()) < 0) {
                disjoint.set(disjoint.size() - 1, new AddressRange(before.first(), range.last()));
            }
        }
        return disjoint;
    }
}
