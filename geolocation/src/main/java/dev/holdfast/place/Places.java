package dev.holdfast.place;

import java.net.InetAddress;

/** Places addresses. Never fails: what cannot be told is {@link Place#UNKNOWN}. Safe for threads. */
public interface Places {
    Place of(InetAddress address);
}
