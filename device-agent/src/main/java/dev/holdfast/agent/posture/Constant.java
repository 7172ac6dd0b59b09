package dev.holdfast.agent.posture;

import java.util.List;
import java.util.Set;

/** What follows from the platform alone. */
record Constant(Fact fact, String text) implements Collector {
    @Override
    public Set<Fact> facts() {
        return Set.of(fact);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(Observation.text(fact, text, "platform"));
    }
}
