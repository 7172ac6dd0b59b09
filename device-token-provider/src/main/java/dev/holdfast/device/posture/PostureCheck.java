package dev.holdfast.device.posture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every check of a device's condition with its setting: declared here, once. */
public enum PostureCheck {
    DISK_ENCRYPTION("checkDiskEncryption", "Check disk encryption", "Every disk of the system is encrypted.", "true"),
    FIREWALL("checkFirewall", "Check firewall", "A packet filter is active.", "true"),
    SCREEN_LOCK(
            "checkScreenLock",
            "Check screen lock",
            "Seconds without a user after which the screen is locked, at most",
            "900",
            0,
            86_400),
    SECURE_BOOT("checkSecureBoot", "Check secure boot", "The machine started by Secure Boot.", "false"),
    PENDING_UPDATES(
            "checkPendingUpdates",
            "Check pending updates",
            "Updates that wait to be installed, at most",
            "off",
            0,
            10_000),
    OS_VERSION(
            "checkOsVersions",
            "Check system versions",
            "A system with its lowest version to a value, such as \"debian 12\", \"macos 14.4\" or \"windows 10.0.22631\":"
                    + " others than these are refused. None: not checked.",
            List.of()),
    AGENT_VERSION(
            "checkAgentVersion", "Check agent version", "The lowest version of the agent, or off.", List.of("off"));

    /** The value that switches a check with a number off. */
    static final String OFF = "off";

    private final String key;
    private final String label;
    private final String help;
    private final List<String> defaultValue;
    private final boolean flag;
    private final long min;
    private final long max;

    PostureCheck(String key, String label, String help, String defaultFlag) {
        this(key, label, help, List.of(defaultFlag), true, 0, -1);
    }

    PostureCheck(String key, String label, String help, String defaultValue, long min, long max) {
        this(
                key,
                label,
                help + " (" + min + " to " + max + ", or off; default " + defaultValue + ").",
                List.of(defaultValue),
                false,
                min,
                max);
    }

    PostureCheck(String key, String label, String help, List<String> defaultValue) {
        this(key, label, help, defaultValue, false, 0, -1);
    }

    PostureCheck(String key, String label, String help, List<String> defaultValue, boolean flag, long min, long max) {
        this.key = key;
        this.label = label;
        this.help = help;
        this.defaultValue = List.copyOf(defaultValue);
        this.flag = flag;
        this.min = min;
        this.max = max;
    }

    public String key() {
        return key;
    }

    public String label() {
        return label;
    }

    public String help() {
        return help;
    }

    /** What holds where nothing is configured. */
    public List<String> defaultValue() {
        return defaultValue;
    }

    /** Whether it is only on or off. */
    public boolean isFlag() {
        return flag;
    }

    /** Whether its setting may have several values. */
    public boolean isList() {
        return defaultValue.isEmpty();
    }

    /** The word in reports, answers and texts. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads what is configured for this check.
     *
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    Demand read(List<String> configured) {
        List<String> values = configured.stream()
                .map(String::trim)
                .filter(value -> !value.isEmpty())
                .toList();
        if (values.isEmpty()) {
            values = defaultValue;
        }
        return switch (this) {
            case DISK_ENCRYPTION, FIREWALL, SECURE_BOOT -> flag(values.get(0));
            case SCREEN_LOCK, PENDING_UPDATES -> number(values.get(0));
            case OS_VERSION ->
                values.isEmpty() || values.equals(List.of(OFF))
                        ? new Demand.None()
                        : Demand.Systems.read(label, values);
            case AGENT_VERSION ->
                values.get(0).equals(OFF)
                        ? new Demand.None()
                        : new Demand.AtLeast(VersionNumber.read(values.get(0))
                                .orElseThrow(() -> new IllegalArgumentException(
                                        label + " must be a version such as 1.2, or off")));
        };
    }

    private Demand flag(String value) {
        return switch (value) {
            case "true" -> new Demand.Yes();
            case "false", OFF -> new Demand.None();
            default -> throw new IllegalArgumentException(label + " must be true or false");
        };
    }

    private Demand number(String value) {
        if (value.equals(OFF)) {
            return new Demand.None();
        }
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return new Demand.AtMost(number);
            }
        } catch (NumberFormatException e) {
            // Answered below, as any other value outside the bounds.
        }
        throw new IllegalArgumentException(label + " must be a whole number from " + min + " to " + max + ", or off");
    }

    /** All words, in order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(PostureCheck::word).toList();
    }
}
