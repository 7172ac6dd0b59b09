package dev.holdfast.device.posture;

import java.time.Instant;
import java.util.Optional;

/**
 * What a decision takes for a fact: the observation of the first source that may decide and knows it, or why nobody does.
 *
 * @param source whose observation it is; empty where no source said anything
 * @param receivedAt when it came
 */
record Reading(Observation observation, Optional<PostureSource> source, Optional<Instant> receivedAt) {
    /** No source that decides said anything of it. */
    static final String MISSING = "missing";

    /** What was said is older than it may be. */
    static final String STALE = "stale";

    static Reading of(Observation observation, PostureReport report) {
        return new Reading(observation, Optional.of(report.source()), Optional.of(report.receivedAt()));
    }

    static Reading nothing() {
        return new Reading(new Observation.Unknown(MISSING, null), Optional.empty(), Optional.empty());
    }

    static Reading stale(PostureReport report) {
        return of(new Observation.Unknown(STALE, null), report);
    }

    boolean isKnown() {
        return !(observation instanceof Observation.Unknown);
    }
}
