package dev.holdfast.agent.posture;

import java.util.List;
import java.util.Set;

/** Finds out one fact, or a few that are found together. */
public interface Collector {
    /** What it answers for. */
    Set<Fact> facts();

    /** One observation for each of {@link #facts}. Measures now, changes nothing, and never guesses. */
    List<Observation> collect(Machine machine);
}
