package dev.holdfast.device.webauthn;

import java.time.Instant;
import java.util.UUID;

/** The user of a registration, verified by an authenticator a moment ago. Only {@link RelyingParty#verify} makes one. */
public final class VerifiedUser {
    private final UUID registration;
    private final Instant at;
    private final long signCount;

    VerifiedUser(UUID registration, Instant at, long signCount) {
        this.registration = registration;
        this.at = at;
        this.signCount = signCount;
    }

    public UUID registration() {
        return registration;
    }

    public Instant at() {
        return at;
    }

    /** The authenticator's counter, to be remembered for the next time. */
    public long signCount() {
        return signCount;
    }
}
