package dev.holdfast.place;

import java.net.InetAddress;

/** Places addresses. Never fails: what cannot be told is {@link Place#UNKNOWN}. Safe for threads. */
public interface Places {
    Place of(InetAddress address);

    /**
     * The same for an address as the server has it of a connection or a proxy.
     *
     * @param literal dotted IPv4 or IPv6; a host's name is never looked up, it is {@link Place#UNKNOWN}
     */
    default Place of(String literal) {
        return AddressLiteral.read(literal).map(this::of).orElse(Place.UNKNOWN);
    }

    /** Knows of each address only whether it is one of a private network. */
    static Places withoutDatabase() {
        return address -> PrivateAddresses.contain(address) ? Place.PRIVATE_NETWORK : Place.UNKNOWN;
    }
}
