package dev.holdfast.device.registry;

import java.util.Arrays;
import java.util.Locale;

/** What shows that a user was present, the weakest first. */
public enum Evidence {
    /** The agent says that the system released a key after asking its user; a server cannot see that it asked. */
    AGENT,
    /** A normal sign-in at this realm. */
    SIGN_IN,
    /** An authenticator verified the user, and signed that it did (WebAuthn). */
    VERIFIED;

    /** The word in tokens and events. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such word */
    public static Evidence named(String value) {
        return Arrays.stream(values())
                .filter(evidence -> evidence.value().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no evidence: " + value));
    }
}
