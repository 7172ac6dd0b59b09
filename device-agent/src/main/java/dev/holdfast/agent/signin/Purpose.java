package dev.holdfast.agent.signin;

import java.util.Locale;
import java.util.Optional;

/** What a challenge is for; an answer to one purpose is worthless for another. */
public enum Purpose {
    /** Silent sign-in. */
    LOGIN,
    /** Binding a new key to a sign-in. */
    REGISTRATION,
    /** Unlocking after a normal sign-in. */
    RENEWAL,
    /** Proving that a session is still used on this device. */
    REPROOF;

    static Optional<Purpose> of(String wire) {
        for (Purpose purpose : values()) {
            if (purpose.wire().equals(wire)) {
                return Optional.of(purpose);
            }
        }
        return Optional.empty();
    }

    /** As it travels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
