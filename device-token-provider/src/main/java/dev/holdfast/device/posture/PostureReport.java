package dev.holdfast.device.posture;

import dev.holdfast.device.refusal.Refusal;
import java.time.Duration;
import java.time.Instant;

/**
 * The latest that one source said of a device.
 *
 * @param sequence grows with every report of the source; an earlier report never takes the place of a later one (A37)
 * @param measuredAt when the source found it, by the source's own clock; for people
 * @param receivedAt when it came, by this server's clock; its age counts from here
 */
public record PostureReport(PostureSource source, long sequence, Instant measuredAt, Instant receivedAt, Facts facts) {
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    /**
     * What a system that manages devices tells of one. It has no sequence of its own: what it measured later is later. What
     * it found an hour ago is an hour old, however late it is told.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST} for the agent as the source, who
     *     speaks for itself alone, and for a measurement that lies in the future
     */
    public static PostureReport told(PostureSource source, Instant measuredAt, Instant now, Facts facts) {
        if (source.isAgent()) {
            throw Refusal.INVALID_REQUEST.because("what the agent says is taken from the agent alone");
        }
        if (measuredAt.isAfter(now.plus(CLOCK_DIFFERENCE))) {
            throw Refusal.INVALID_REQUEST.because("collected_at lies in the future");
        }
        Instant counts = measuredAt.isBefore(now) ? measuredAt : now;
        return new PostureReport(source, measuredAt.getEpochSecond(), measuredAt, counts, facts);
    }
}
