package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Machine.Run;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A fact that one command prints: the shape of most collectors of macOS and Windows.
 *
 * @param by the word for the command
 * @param command program and arguments
 * @param reading what the command's words mean; nothing if they mean nothing that is known
 */
record CommandOutput(
        Fact fact, String by, List<String> command, Function<Run.Ended, Optional<Observation.Value>> reading)
        implements Collector {
    @Override
    public Set<Fact> facts() {
        return Set.of(fact);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        Run run = machine.run(command.toArray(String[]::new));
        if (run instanceof Run.Ended ended) {
            return List.of(reading.apply(ended)
                    .map(value -> new Observation(fact, value, by))
                    .orElseGet(() -> Observation.unknown(fact, Reason.UNREADABLE, by)));
        }
        return List.of(
                Observation.unknown(fact, run instanceof Run.TimedOut ? Reason.TIMED_OUT : Reason.TOOL_MISSING, by));
    }
}
