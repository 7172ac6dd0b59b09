package dev.holdfast.agent.command;

import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Registration;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option of commands that are about one user of this device. */
final class ChosenRegistration {
    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "The account, as status shows it; needed when several are registered.")
    private @Nullable String account;

    Registration in(Enrolled enrolled, CommandSpec command) throws Refusal, IOException {
        List<Registration> live = enrolled.state().registrations().live();
        if (live.isEmpty()) {
            throw Refusal.of(ErrorCode.NOT_REGISTERED);
        }
        List<Registration> fitting = live.stream()
                .filter(registration ->
                        account == null || registration.account().equals(account))
                .toList();
        if (fitting.size() != 1) {
            throw new ParameterException(
                    command.commandLine(),
                    fitting.isEmpty()
                            ? "No such account here; status lists them."
                            : "Several accounts are registered: say --account NAME; status lists them.");
        }
        return fitting.get(0);
    }
}
