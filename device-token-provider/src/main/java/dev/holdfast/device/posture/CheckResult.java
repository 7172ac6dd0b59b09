package dev.holdfast.device.posture;

import java.time.Instant;
import java.util.Optional;

/**
 * What came of one check.
 *
 * @param reason why it is unknown; empty otherwise
 * @param source whose fact decided
 * @param receivedAt when that fact came
 */
public record CheckResult(
        PostureCheck check,
        Compliance result,
        Optional<String> reason,
        Optional<PostureSource> source,
        Optional<Instant> receivedAt) {
    static CheckResult of(PostureCheck check, boolean passed, Reading reading) {
        return new CheckResult(
                check,
                passed ? Compliance.COMPLIANT : Compliance.NOT_COMPLIANT,
                Optional.empty(),
                reading.source(),
                reading.receivedAt());
    }

    static CheckResult unknown(PostureCheck check, Reading reading) {
        String reason = reading.observation() instanceof Observation.Unknown unknown ? unknown.reason() : "unreadable";
        return new CheckResult(check, Compliance.UNKNOWN, Optional.of(reason), reading.source(), reading.receivedAt());
    }

    /** The word in answers: {@code passed}, {@code failed}, {@code unknown}. */
    public String word() {
        return word(result);
    }

    /** The word for what comes of a check. */
    public static String word(Compliance result) {
        return switch (result) {
            case COMPLIANT -> "passed";
            case NOT_COMPLIANT -> "failed";
            case UNKNOWN -> "unknown";
        };
    }
}
