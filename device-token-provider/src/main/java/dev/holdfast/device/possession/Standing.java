package dev.holdfast.device.possession;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import java.time.Instant;

/** Whether device and registration are in good standing; the registry's word counts on every call (A16). */
public final class Standing {
    private Standing() {}

    /** Refuses with the code that says what ended: the device, the registration, or its time. */
    public static void require(RegisteredDevice subject, Instant now) {
        subject.device().requireGoodStanding();
        Registration registration = subject.registration();
        switch (registration.status()) {
            case REVOKED -> throw Refusal.REGISTRATION_REVOKED.because("registration is revoked");
            case QUARANTINED -> throw Refusal.REGISTRATION_QUARANTINED.because("registration is quarantined");
            case LIVE -> {
                if (!registration.durtExpiresAt().isAfter(now)
                        || !registration.absoluteExpiresAt().isAfter(now)) {
                    throw Refusal.DURT_EXPIRED.because("expired at " + registration.durtExpiresAt());
                }
            }
        }
    }

    /**
     * Whether a session that the registration started may go on. Unlike {@link #require} it does not look at the token's
     * time: a session has a time of its own.
     */
    public static boolean carriesSessions(RegisteredDevice subject) {
        return subject.device().isActive() && subject.registration().status() == Registration.Status.LIVE;
    }
}
