package dev.holdfast.device.posture;

import java.time.Instant;

/**
 * The latest that one source said of a device.
 *
 * @param sequence grows with every report of the source; an earlier report never takes the place of a later one (A37)
 * @param measuredAt when the source found it, by the source's own clock; for people
 * @param receivedAt when it came, by this server's clock; its age counts from here
 */
public record PostureReport(PostureSource source, long sequence, Instant measuredAt, Instant receivedAt, Facts facts) {}
