package dev.holdfast.agent.command;

import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.revocation.Revocation;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Registration;
import dev.holdfast.agent.state.RegistrationId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = "Ends a registration, or this whole device, on the server and here. The sessions it started end"
                + " as well.",
        mixinStandardHelpOptions = true)
final class RevokeCommand implements Callable<Integer> {
    private static final int MAX_REASON = 255;

    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EnrolledRealm realm = new EnrolledRealm();

    @ArgGroup
    private @Nullable Target target;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "revoked by the user of the device",
            description = "For the server's event log, at most 255 characters.")
    private String reason = "";

    /** One of the two, or neither while only one user is registered. */
    static final class Target {
        @Option(names = "--registration", paramLabel = "ID", description = "The registration; status lists them.")
        private @Nullable String registration;

        @Option(names = "--device", description = "The device with all its registrations and its key.")
        private boolean device;
    }

    @Override
    public Integer call() throws IOException, Refusal {
        CommandSpec command = Objects.requireNonNull(spec);
        if (reason.isEmpty() || reason.length() > MAX_REASON) {
            throw new ParameterException(command.commandLine(), "A reason has 1 to 255 characters.");
        }
        Agent agent = Objects.requireNonNull(parent).agent();
        Enrolled enrolled = realm.in(agent);
        Revocation revocation = new Revocation(
                enrolled.device(),
                enrolled.state(),
                agent.client(enrolled.device().issuer()),
                agent.platform());
        PrintWriter out = command.commandLine().getOut();
        if (target != null && target.device) {
            revocation.revokeDevice(reason);
            agent.log()
                    .write(LogEvent.of("device-revoked")
                            .device(enrolled.device().did()));
            out.println("Revoked this device in " + enrolled.device().issuer()
                    + ". To use it again, ask for an enrolment token.");
            return 0;
        }
        Registration registration = chosen(command, enrolled);
        revocation.revoke(registration, reason);
        agent.log()
                .write(LogEvent.of("registration-revoked")
                        .registration(registration.id().value()));
        out.println(
                "Ended the registration of " + registration.account() + ". To register again: holdfast-agent register");
        return 0;
    }

    private Registration chosen(CommandSpec command, Enrolled enrolled) throws IOException {
        List<Registration> live = enrolled.state().registrations().live();
        if (target == null) {
            if (live.size() != 1) {
                throw new ParameterException(
                        command.commandLine(),
                        live.isEmpty()
                                ? "Nobody is registered; --device revokes the device itself."
                                : "Several users are registered: say --registration ID; status lists them.");
            }
            return live.get(0);
        }
        String wanted = Objects.requireNonNull(target.registration);
        return RegistrationId.parse(wanted)
                .flatMap(id -> live.stream()
                        .filter(registration -> registration.id().equals(id))
                        .findFirst())
                .orElseThrow(() ->
                        new ParameterException(command.commandLine(), "No such registration here; status lists them."));
    }
}
