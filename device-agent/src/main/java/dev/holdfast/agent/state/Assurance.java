package dev.holdfast.agent.state;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a realm believes of a device's keys (section 4 of the protocol). */
public enum Assurance {
    /** They may be in files. */
    SOFTWARE,
    /** The agent says that they are in hardware. */
    HARDWARE,
    /** The realm verified that they are in a TPM it trusts. */
    ATTESTED;

    /** As it travels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one that travels as {@code wire}; a realm may come to know more than this agent does. */
    public static Optional<Assurance> of(String wire) {
        return Arrays.stream(values()).filter(one -> one.wire().equals(wire)).findFirst();
    }
}
