package dev.holdfast.agent.command;

import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.unlock.Unlock;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "unlock",
        description = "Asks for the PIN and unlocks this device, so that sign-ins are silent again.",
        mixinStandardHelpOptions = true)
final class UnlockCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EnrolledRealm realm = new EnrolledRealm();

    @Mixin
    private ChosenRegistration chosen = new ChosenRegistration();

    @Override
    public Integer call() throws IOException, Refusal {
        CommandSpec command = Objects.requireNonNull(spec);
        HoldfastAgent root = Objects.requireNonNull(parent);
        Agent agent = root.agent();
        Enrolled enrolled = realm.in(agent);
        Registration registration = new Unlock(
                        enrolled.device(),
                        enrolled.state(),
                        agent.client(enrolled.device().issuer()),
                        root.pinPrompts().ofCommand())
                .unlock(chosen.in(enrolled, command).id(), Optional.empty());
        agent.log()
                .write(LogEvent.of("unlocked")
                        .issuer(enrolled.device().issuer().value())
                        .registration(registration.id().value()));
        command.commandLine()
                .getOut()
                .println("Unlocked " + registration.account() + " until "
                        + Instant.ofEpochSecond(registration.activeUntil()));
        return 0;
    }
}
