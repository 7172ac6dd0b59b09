package dev.holdfast.device.posture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is asked of a device's condition; each fact has one kind of value (docs/posture.md). */
public enum Fact {
    /** The family: {@code linux}, {@code macos}, {@code windows}. */
    OS(Kind.TEXT),
    /** The system's own identifier, such as {@code debian}. */
    OS_NAME(Kind.TEXT),
    OS_VERSION(Kind.TEXT),
    KERNEL(Kind.TEXT),
    /** Whether everything that holds the user's data and the system is encrypted at rest. */
    DISK_ENCRYPTED(Kind.FLAG),
    /** Whether a packet filter is active. */
    FIREWALL(Kind.FLAG),
    /** Whether the screen locks by itself. */
    SCREEN_LOCK(Kind.FLAG),
    /** Seconds without a user until the screen is locked. */
    SCREEN_LOCK_SECONDS(Kind.COUNT),
    PENDING_UPDATES(Kind.COUNT),
    SECURE_BOOT(Kind.FLAG),
    AGENT_VERSION(Kind.TEXT);

    /** The kind of a fact's value. */
    public enum Kind {
        TEXT,
        FLAG,
        COUNT
    }

    private final Kind kind;

    Fact(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The member's name in reports and answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Fact> named(String word) {
        return Arrays.stream(values()).filter(fact -> fact.word().equals(word)).findFirst();
    }
}
