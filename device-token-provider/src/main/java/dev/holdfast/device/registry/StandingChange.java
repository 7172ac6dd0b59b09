package dev.holdfast.device.registry;

import dev.holdfast.device.registry.Device.Status;
import java.util.EnumSet;
import java.util.Set;

/** Every way in which a device's {@linkplain Device.Status standing} changes, and what follows from it. */
public enum StandingChange {
    APPROVE(EnumSet.of(Status.PENDING), Status.ACTIVE, Consequence.NONE),
    QUARANTINE(EnumSet.of(Status.ACTIVE), Status.QUARANTINED, Consequence.SESSIONS_END),
    RELEASE(EnumSet.of(Status.QUARANTINED), Status.ACTIVE, Consequence.NONE),
    REVOKE(
            EnumSet.of(Status.PENDING, Status.ACTIVE, Status.QUARANTINED),
            Status.REVOKED,
            Consequence.REGISTRATIONS_END);

    /** What a change ends, in the same transaction. */
    public enum Consequence {
        NONE,
        /** The sessions of the device's registrations; the registrations stay. */
        SESSIONS_END,
        /** The device's registrations for good, with their sessions. */
        REGISTRATIONS_END
    }

    private final Set<Status> from;
    private final Status to;
    private final Consequence consequence;

    StandingChange(Set<Status> from, Status to, Consequence consequence) {
        this.from = Set.copyOf(from);
        this.to = to;
        this.consequence = consequence;
    }

    /** The standings that a device can have before. */
    public Set<Status> from() {
        return from;
    }

    public Status to() {
        return to;
    }

    public Consequence consequence() {
        return consequence;
    }
}
