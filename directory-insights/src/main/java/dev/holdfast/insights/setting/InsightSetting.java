package dev.holdfast.insights.setting;

import java.util.Arrays;
import java.util.Optional;

/** Every limit of the record that is a number, with default and bounds. */
public enum InsightSetting {
    RETENTION_DAYS("insightsRetentionDays", "Retention", "Days after which a record is removed", 90, 1, 3_650),
    WEBHOOK_BATCH(
            "insightsWebhookBatch", "Events per call", "Events in one call of the webhook, at most", 100, 1, 1_000),
    STORE_SECONDS(
            "insightsStoreSeconds",
            "Collect for",
            "Seconds in which events are collected for one object",
            60,
            1,
            3_600);

    private final String key;
    private final String label;
    private final String purpose;
    private final long defaultValue;
    private final long min;
    private final long max;

    InsightSetting(String key, String label, String purpose, long defaultValue, long min, long max) {
        this.key = key;
        this.label = label;
        this.purpose = purpose;
        this.defaultValue = defaultValue;
        this.min = min;
        this.max = max;
    }

    public static Optional<InsightSetting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    public String key() {
        return key;
    }

    public String label() {
        return label;
    }

    public String purpose() {
        return purpose;
    }

    public String help() {
        return purpose + ", from " + min + " to " + max + "; default " + defaultValue + ".";
    }

    public long defaultValue() {
        return defaultValue;
    }

    public long min() {
        return min;
    }

    public long max() {
        return max;
    }

    /** @throws IllegalArgumentException with a sentence for the administrator */
    long read(String configured) {
        try {
            long value = Long.parseLong(configured.trim());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number out of bounds.
        }
        throw new IllegalArgumentException(label + " must be a whole number from " + min + " to " + max);
    }
}
