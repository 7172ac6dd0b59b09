package dev.holdfast.place;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Tells addresses that are on no map, because they belong to a machine or to a network of its own. */
public final class PrivateAddresses {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int BEFORE_MAPPED = IPV6_BYTES - IPV4_BYTES;

    private PrivateAddresses() {}

    /**
     * Loopback, link-local, private (RFC 1918), shared (RFC 6598), unique local (RFC 4193) or site-local (RFC 3879), also as
     * an IPv4 address that is mapped into IPv6 (RFC 4291 §2.5.5.2).
     */
    public static boolean contain(InetAddress address) {
        if (address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress()) {
            return true;
        }
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPrivate(bytes, 0);
        }
        return isMapped(bytes) ? isPrivate(bytes, BEFORE_MAPPED) : (bytes[0] & 0xFE) == 0xFC;
    }

    private static boolean isMapped(byte[] bytes) {
        for (int i = 0; i < BEFORE_MAPPED - 2; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return bytes[BEFORE_MAPPED - 2] == -1 && bytes[BEFORE_MAPPED - 1] == -1;
    }

    private static boolean isPrivate(byte[] bytes, int from) {
        int first = bytes[from] & 0xFF;
        int second = bytes[from + 1] & 0xFF;
        return switch (first) {
            case 10, 127 -> true;
            case 100 -> second >> 6 == 1;
            case 169 -> second == 254;
            case 172 -> second >> 4 == 1;
            case 192 -> second == 168;
            default -> false;
        };
    }
}
