package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Observation.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The kernel that runs, as {@code uname -r} says it. */
final class LinuxKernel implements Collector {
    private static final String BY = "procfs";

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.KERNEL);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(machine.text("/proc/sys/kernel/osrelease")
                .asText()
                .map(release -> Observation.text(Fact.KERNEL, release, BY))
                .orElseGet(() -> Observation.unknown(Fact.KERNEL, Reason.NOT_FOUND, BY)));
    }
}
