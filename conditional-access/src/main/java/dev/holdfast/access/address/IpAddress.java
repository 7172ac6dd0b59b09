package dev.holdfast.access.address;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 as mapped into IPv6 (RFC 4291 §2.5.5.2), so that both compare in one order and a
 * mapped address is the IPv4 address it stands for.
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xFFFFL << 32;

    public static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return new IpAddress(0, MAPPED | (number(bytes, 0, 4) & 0xFFFFFFFFL));
        }
        return new IpAddress(number(bytes, 0, 8), number(bytes, 8, 16));
    }

    public boolean isIpv4() {
        return high == 0 && (low & ~0xFFFFFFFFL) == MAPPED;
    }

    private static long number(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value;
    }

    @Override
    public int compareTo(IpAddress other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }
}
