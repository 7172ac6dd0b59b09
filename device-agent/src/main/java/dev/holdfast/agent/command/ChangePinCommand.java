package dev.holdfast.agent.command;

import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.key.UnlockableKeyStore;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.pin.PinDialog;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Registration;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "change-pin",
        description = "Asks for the present PIN and for a new one. The realm does not learn either.",
        mixinStandardHelpOptions = true)
final class ChangePinCommand implements Callable<Integer> {
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
        Registration registration = chosen.in(enrolled, command);
        KeyName key = registration.userKey().orElseThrow(() -> Refusal.of(ErrorCode.NO_PIN));
        UnlockableKeyStore keys = enrolled.state().keys().unlockable().orElseThrow(() -> Refusal.of(ErrorCode.NO_PIN));
        String issuer = enrolled.device().issuer().value();
        PinDialog dialog = root.pinPrompts().ofCommand();
        Pin next = dialog.fresh(issuer);
        try {
            dialog.beforeChange(registration.account(), issuer, present -> {
                keys.change(key, present, next);
                return true;
            });
        } catch (GeneralSecurityException e) {
            throw Refusal.of(ErrorCode.AGENT_ERROR, e);
        }
        agent.log()
                .write(LogEvent.of("pin-changed")
                        .issuer(issuer)
                        .registration(registration.id().value()));
        command.commandLine().getOut().println("Changed the PIN of " + registration.account() + ".");
        return 0;
    }
}
