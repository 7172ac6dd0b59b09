package dev.holdfast.agent.state;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;

/**
 * The last report of this device's condition that the realm accepted.
 *
 * @param sequence its number; the next is above it
 * @param reportedAt when, by the device's clock
 * @param lifetime how many seconds it counts
 */
public record ReportedPosture(long sequence, long reportedAt, long lifetime) {
    /** Before the first. */
    public static final ReportedPosture NONE = new ReportedPosture(0, 0, 0);

    /** The number of the next report: it goes on also if this state is lost, as long as the clock goes on. */
    public long nextSequence(long now) {
        return Math.max(sequence + 1, now);
    }

    /** Whether half of its time is over, or the clock went back behind it. */
    public boolean isDue(long now) {
        return now < reportedAt || now - reportedAt >= lifetime / 2;
    }

    static ReportedPosture fromJson(JsonObject json) throws MalformedJsonException {
        return new ReportedPosture(json.number("sequence"), json.number("reported_at"), json.number("lifetime"));
    }

    JsonObject toJson() {
        return JsonObject.builder()
                .put("version", 1)
                .put("sequence", sequence)
                .put("reported_at", reportedAt)
                .put("lifetime", lifetime)
                .build();
    }
}
