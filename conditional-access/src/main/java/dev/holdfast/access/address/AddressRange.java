package dev.holdfast.access.address;

/**
 * Addresses from one to another, both included, of one family. A range of IPv6 addresses holds no IPv4 address, even where
 * the mapped ones (RFC 4291 §2.5.5.2) lie between its ends: who writes {@code ::/0} means IPv6.
 */
public record AddressRange(IpAddress first, IpAddress last) {
    public AddressRange {
        if (first.isIpv4() != last.isIpv4()) {
            throw new IllegalArgumentException("both ends of a range are IPv4, or both are IPv6");
        }
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range begins with its lower address");
        }
    }

    /**
     * Reads one entry of a list: an address, a block ({@code 192.0.2.0/24}), or a range ({@code 192.0.2.1-192.0.2.9}, blanks
     * around the dash allowed).
     *
     * <p>A block whose address has bits behind the prefix, as {@code 10.0.0.1/8}, is refused: its author meant either one
     * address or sixteen million, and a list that lets people in must not guess.
     *
     * @throws IllegalArgumentException with the reason, for people
     */
    public static AddressRange parse(String entry) {
        int slash = entry.indexOf('/');
        if (slash >= 0) {
            return block(entry.substring(0, slash), entry.substring(slash + 1));
        }
        int dash = entry.indexOf('-');
        if (dash >= 0) {
            return new AddressRange(
                    address(entry.substring(0, dash).strip()),
                    address(entry.substring(dash + 1).strip()));
        }
        IpAddress single = address(entry);
        return new AddressRange(single, single);
    }

    private static AddressRange block(String text, String length) {
        IpAddress address = address(text);
        boolean ipv4 = text.indexOf(':') < 0;
        int longest = ipv4 ? 32 : 128;
        if (!length.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(length) > longest) {
            throw new IllegalArgumentException("the length of a prefix is a number from 0 to " + longest);
        }
        int prefix = Integer.parseInt(length) + (ipv4 ? 96 : 0);
        long highHost = prefix >= 64 ? 0 : -1L >>> prefix;
        long lowHost = prefix <= 64 ? -1L : prefix == 128 ? 0 : -1L >>> (prefix - 64);
        IpAddress first = new IpAddress(address.high() & ~highHost, address.low() & ~lowHost);
        if (!first.equals(address)) {
            throw new IllegalArgumentException("bits behind the prefix are set: the block is " + first + "/" + length
                    + ", the address " + address);
        }
        return new AddressRange(first, new IpAddress(address.high() | highHost, address.low() | lowHost));
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "an address (192.0.2.1, 2001:db8::1), a block (192.0.2.0/24, 2001:db8::/32)"
                                + " or a range (192.0.2.1-192.0.2.9) belongs here"));
    }

    /** The address, or its ends with a dash. */
    @Override
    public String toString() {
        return first.equals(last) ? first.toString() : first + "-" + last;
    }
}
