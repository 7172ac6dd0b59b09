package dev.holdfast.access.policy;

import java.util.Locale;

/**
 * A way to authenticate, by the name that policies use for it: {@code DURT} (device login), {@code WEBAUTHN}, {@code PUSH},
 * {@code TOTP}, or whatever name the realm maps to an authenticator of another extension, as {@code DUO}.
 *
 * @param name upper case letters, digits and underscores, at most 64
 */
public record Factor(String name) implements Comparable<Factor> {
    public static final Factor DEVICE = new Factor("DURT");
    public static final Factor WEBAUTHN = new Factor("WEBAUTHN");
    public static final Factor PUSH = new Factor("PUSH");
    public static final Factor TOTP = new Factor("TOTP");
    public static final Factor PASSWORD = new Factor("PASSWORD");

    public Factor {
        name = name.toUpperCase(Locale.ROOT);
        if (!name.matches("[A-Z][A-Z0-9_]{0,63}")) {
            throw new IllegalArgumentException("Not a factor: letters, digits and underscores, at most 64");
        }
    }

    @Override
    public int compareTo(Factor other) {
        return name.compareTo(other.name);
    }
}
