package dev.holdfast.access.evaluation;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.AddressSieve;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Signals;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request while it is decided: its signals, and what was already looked up for it. Of one thread. */
final class Request {
    private static final byte IN = 1;
    private static final byte OUT = 2;

    private final Signals signals;
    private final AddressSieve lists;
    private final int zones;
    private final long facts;
    private final Marks marks;
    private Audience.@Nullable Exclusion asked;
    private boolean leftOut;
    private byte @Nullable [] looked;
    private long among;
    private @Nullable LocalMoment @Nullable [] times;
    private @Nullable Optional<OsVersion> osVersion;

    /**
     * @param lists the address lists that the set knows
     * @param zones how many time zones it knows
     */
    Request(Signals signals, AddressSieve lists, int zones) {
        this.signals = signals;
        this.lists = lists;
        this.zones = zones;
        this.facts = Facts.of(signals);
        this.marks = Marks.of(signals);
    }

    Signals signals() {
        return signals;
    }

    /** Its {@link Facts}. */
    long facts() {
        return facts;
    }

    /** Its {@link Marks}. */
    Marks marks() {
        return marks;
    }

    /**
     * Whether the address is in a list; each list is searched once, however many policies name it, and those that it surely
     * is not in never.
     *
     * @param address the request's
     */
    boolean isIn(AddressSet list, int index, IpAddress address) {
        if (looked == null) {
            looked = new byte[lists.sets()];
            among = lists.among(address);
        }
        if (looked[index] == 0) {
            looked[index] = AddressSieve.isAmong(among, index) && list.contains(address) ? IN : OUT;
        }
        return looked[index] == IN;
    }

    /** Whether its person is left out; the same is asked of most policies. */
    boolean isLeftOut(Audience.Exclusion exclusion) {
        if (exclusion != asked) {
            asked = exclusion;
            leftOut = exclusion.holds(signals.person());
        }
        return leftOut;
    }

    /** The request's time in a zone; the rules of each zone are asked once. */
    LocalMoment time(ZoneId zone, int index) {
        if (times == null) {
            times = new LocalMoment[zones];
        }
        LocalMoment time = times[index];
        if (time == null) {
            time = LocalMoment.of(signals.time(), zone);
            times[index] = time;
        }
        return time;
    }

    /** The version of the device's system, read once; empty if there is none or it is no number. */
    Optional<OsVersion> osVersion() {
        if (osVersion == null) {
            osVersion = signals.device() instanceof DeviceSignal.Proven device
                    ? device.osVersion().flatMap(OsVersion::read)
                    : Optional.empty();
        }
        return osVersion;
    }

    /** A day of the week and the second of the day. */
    record LocalMoment(int day, int second) {
        static LocalMoment of(Instant time, ZoneId zone) {
            ZonedDateTime local = time.atZone(zone);
            return new LocalMoment(
                    local.getDayOfWeek().getValue(), local.toLocalTime().toSecondOfDay());
        }
    }
}
