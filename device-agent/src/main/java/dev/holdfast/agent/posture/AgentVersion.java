package dev.holdfast.agent.posture;

import dev.holdfast.agent.platform.DeviceFacts;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The version that this agent was built as. */
final class AgentVersion implements Collector {
    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.AGENT_VERSION);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(Observation.text(Fact.AGENT_VERSION, DeviceFacts.version(), "agent"));
    }
}
