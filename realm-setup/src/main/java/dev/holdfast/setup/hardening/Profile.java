package dev.holdfast.setup.hardening;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How strict a realm is to be. Each profile demands what the one before it does, or more. */
public enum Profile {
    /** What every realm can live with. */
    L1,
    /** Confidential data: short sessions, rotated refresh tokens, exact addresses of clients, conditional access. */
    L2,
    /** Regulated or exposed: the shortest sessions, and nothing left open that one can do without. */
    L3;

    /** @param text L1, L2 or L3 in any case */
    public static Optional<Profile> read(String text) {
        return Arrays.stream(values())
                .filter(profile -> profile.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    boolean includes(Profile other) {
        return compareTo(other) >= 0;
    }
}
