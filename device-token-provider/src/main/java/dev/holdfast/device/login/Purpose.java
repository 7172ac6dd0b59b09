package dev.holdfast.device.login;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a challenge and its DUST are for; one is worthless for the other. */
public enum Purpose {
    LOGIN,
    REGISTRATION,
    RENEWAL,
    /** Proving that a session is still used on its device; opens no session by itself. */
    REPROOF;

    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Purpose> named(String value) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.value().equals(value))
                .findFirst();
    }
}
