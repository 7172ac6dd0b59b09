package dev.holdfast.agent.posture;

import java.util.Locale;

/** The facts of section 14 of the protocol. */
public enum Fact {
    OS,
    OS_NAME,
    OS_VERSION,
    KERNEL,
    DISK_ENCRYPTED,
    FIREWALL,
    SCREEN_LOCK,
    SCREEN_LOCK_SECONDS,
    PENDING_UPDATES,
    SECURE_BOOT,
    AGENT_VERSION;

    /** The member's name. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
