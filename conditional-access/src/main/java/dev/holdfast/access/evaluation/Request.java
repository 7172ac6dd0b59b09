package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.signal.Signals;
import org.jspecify.annotations.Nullable;

/** One request while it is decided: its signals, and what was already looked up for it. Of one thread. */
final class Request {
    private static final byte IN = 1;
    private static final byte OUT = 2;

    private final Signals signals;
    private final int lists;
    private byte @Nullable [] looked;

    /** @param lists how many address lists the set knows */
    Request(Signals signals, int lists) {
        this.signals = signals;
        this.lists = lists;
    }

    Signals signals() {
        return signals;
    }

    /** Whether the address is in a list; each list is searched once, however many policies name it. */
    boolean isIn(AddressSet list, int index, IpAddress address) {
        if (looked == null) {
            looked = new byte[lists];
        }
        if (looked[index] == 0) {
            looked[index] = list.contains(address) ? IN : OUT;
        }
        return looked[index] == IN;
    }
}
