package dev.holdfast.access.signal;

import java.time.Instant;
import java.util.Optional;

/** The device of a sign-in or session: proven by its key, or none. */
public sealed interface DeviceSignal {
    /** No device proved itself: the sign-in is not one of a managed device, and nothing is known of what it is. */
    record None() implements DeviceSignal {}

    /**
     * What is known of the device that proved itself. Each absent fact was not reported, or its report is too old.
     *
     * @param id of the device in the realm
     * @param assurance software, hardware or attested
     * @param screenLockMinutes after how many the screen locks; Integer.MAX_VALUE where it never does
     * @param compliant whether every check of the realm succeeds
     * @param reportedAt when the youngest report came
     */
    record Proven(
            String id,
            String assurance,
            boolean managed,
            Optional<Boolean> encrypted,
            Optional<Boolean> firewall,
            Optional<Integer> screenLockMinutes,
            Optional<String> osFamily,
            Optional<String> osVersion,
            Optional<Boolean> compliant,
            Optional<Instant> reportedAt)
            implements DeviceSignal {}
}
