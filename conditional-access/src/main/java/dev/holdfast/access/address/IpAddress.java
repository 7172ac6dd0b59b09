package dev.holdfast.access.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address as 128 bits; IPv4 as mapped into IPv6 (RFC 4291 §2.5.5.2), so that both compare in one order and a
 * mapped address is the IPv4 address it stands for.
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {
    private static final long MAPPED = 0xFFFFL << 32;
    private static final int GROUPS = 8;

    public static IpAddress of(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return ipv4(number(bytes, 0, 4));
        }
        return new IpAddress(number(bytes, 0, 8), number(bytes, 8, 16));
    }

    /**
     * Reads an address as text (RFC 4291 §2.2): four decimal numbers with dots, or IPv6 with or without {@code ::} and a
     * trailing IPv4 part. Never asks a name server. Numbers of IPv4 have no leading zeros, since some readers take such for
     * octal; there is no zone ({@code %eth0}), since it means nothing to another machine.
     */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    public boolean isIpv4() {
        return high == 0 && (low & ~0xFFFFFFFFL) == MAPPED;
    }

    /** The address as RFC 5952 writes it. */
    @Override
    public String toString() {
        if (isIpv4()) {
            return (low >>> 24 & 0xFF) + "." + (low >>> 16 & 0xFF) + "." + (low >>> 8 & 0xFF) + "." + (low & 0xFF);
        }
        int from = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int zeros = 0;
            while (i + zeros < GROUPS && group(i + zeros) == 0) {
                zeros++;
            }
            if (zeros > length) {
                from = i;
                length = zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == from) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    @Override
    public int compareTo(IpAddress other) {
        int first = Long.compareUnsigned(high, other.high);
        return first != 0 ? first : Long.compareUnsigned(low, other.low);
    }

    private int group(int index) {
        return (int) ((index < 4 ? high : low) >>> 48 - 16 * (index % 4)) & 0xFFFF;
    }

    private static IpAddress ipv4(long bits) {
        return new IpAddress(0, MAPPED | (bits & 0xFFFFFFFFL));
    }

    private static Optional<IpAddress> parseIpv4(String text) {
        long bits = 0;
        int at = 0;
        for (int part = 0; part < 4; part++) {
            int from = at;
            int value = 0;
            while (at < text.length() && at - from < 3 && isDigit(text.charAt(at))) {
                value = value * 10 + (text.charAt(at) - '0');
                at++;
            }
            boolean leadingZero = at - from > 1 && text.charAt(from) == '0';
            if (at == from || leadingZero || value > 255) {
                return Optional.empty();
            }
            bits = bits << 8 | value;
            if (part < 3) {
                if (at == text.length() || text.charAt(at) != '.') {
                    return Optional.empty();
                }
                at++;
            }
        }
        return at == text.length() ? Optional.of(ipv4(bits)) : Optional.empty();
    }

    private static Optional<IpAddress> parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] all = groups(text, true);
            return all.length == GROUPS ? Optional.of(of(all)) : Optional.empty();
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return Optional.empty();
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int[] front = groups(before, false);
        int[] back = groups(after, true);
        if (front.length == 0 != before.isEmpty()
                || back.length == 0 != after.isEmpty()
                || front.length + back.length >= GROUPS) {
            return Optional.empty();
        }
        int[] all = new int[GROUPS];
        System.arraycopy(front, 0, all, 0, front.length);
        System.arraycopy(back, 0, all, GROUPS - back.length, back.length);
        return Optional.of(of(all));
    }

    private static IpAddress of(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new IpAddress(high, low);
    }

    /** Groups of sixteen bits; none if there is none or it is no such text. */
    private static int[] groups(String text, boolean mayEndInIpv4) {
        int[] found = new int[GROUPS + 1];
        int count = 0;
        int at = 0;
        while (at < text.length() && count < GROUPS) {
            int end = text.indexOf(':', at);
            String part = text.substring(at, end < 0 ? text.length() : end);
            if (end < 0 && mayEndInIpv4 && part.indexOf('.') >= 0) {
                Optional<IpAddress> ipv4 = parseIpv4(part);
                if (ipv4.isEmpty()) {
                    return new int[0];
                }
                found[count++] = (int) (ipv4.get().low >>> 16) & 0xFFFF;
                found[count++] = (int) ipv4.get().low & 0xFFFF;
                return Arrays.copyOf(found, count);
            }
            int value = hexadecimal(part);
            if (value < 0) {
                return new int[0];
            }
            found[count++] = value;
            if (end < 0) {
                return Arrays.copyOf(found, count);
            }
            at = end + 1;
        }
        // It ended with a colon, or has too many groups.
        return new int[0];
    }

    private static int hexadecimal(String part) {
        if (part.isEmpty() || part.length() > 4) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static long number(byte[] bytes, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = value << 8 | (bytes[i] & 0xFF);
        }
        return value;
    }
}
