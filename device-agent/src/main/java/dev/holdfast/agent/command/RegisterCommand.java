package dev.holdfast.agent.command;

import dev.holdfast.agent.key.Pin;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.posture.Collection;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.realm.RealmConfiguration;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.registration.CodeFlow;
import dev.holdfast.agent.registration.IdToken;
import dev.holdfast.agent.registration.RegistrationCeremony;
import dev.holdfast.agent.report.PostureReporting;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.PendingRegistration;
import dev.holdfast.agent.state.Registration;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "register",
        description = "Registers a user on this device: prints a URL, waits for the sign-in there, and binds a new key"
                + " to it.",
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EnrolledRealm realm = new EnrolledRealm();

    @Option(names = "--open", description = "Open the URL in the desktop's browser (xdg-open).")
    private boolean open;

    @Option(
            names = "--timeout",
            paramLabel = "MINUTES",
            defaultValue = "10",
            description = "How long to wait for the sign-in (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(names = "--no-pin", description = "Set no PIN. The device is then unlocked by normal sign-ins alone.")
    private boolean noPin;

    @Override
    public Integer call() throws IOException, Refusal {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Agent agent = Objects.requireNonNull(parent).agent();
        Enrolled enrolled = realm.in(agent);
        RealmClient client = agent.client(enrolled.device().issuer());
        RealmConfiguration configuration = configuration(client);
        tellCondition(agent, enrolled);
        RegistrationCeremony ceremony = new RegistrationCeremony(
                enrolled.device(), enrolled.state(), client, agent.platform(), agent.crashPoints());

        Optional<Pin> pin = noPin || !ceremony.wantsPin() ? Optional.empty() : newPin(out, enrolled);
        PendingRegistration pending = ceremony.begin(pin);
        IdToken idToken;
        try {
            idToken = new CodeFlow(configuration, agent.http(), agent.platform())
                    .signIn(pending.nonce(), url -> invite(out, url), Duration.ofMinutes(minutes));
        } catch (Refusal | IOException e) {
            ceremony.abandon(pending);
            throw e;
        }
        Registration registration = ceremony.finish(idToken, pin, shown -> {
            out.println("Registering account " + shown.account() + " of " + shown.issuer());
            out.flush();
        });
        agent.log()
                .write(LogEvent.of("registered")
                        .issuer(enrolled.device().issuer().value())
                        .registration(registration.id().value()));
        out.println("Registered " + registration.account());
        out.println("  registration  " + registration.id());
        out.println("  unlocked      until " + Instant.ofEpochSecond(registration.activeUntil()));
        out.println("  PIN           " + (pin.isPresent() ? "set; it unlocks: holdfast-agent unlock" : "none"));
        return 0;
    }

    /** A device works without a PIN: whoever gives none, or cannot be asked, is unlocked by normal sign-ins. */
    private Optional<Pin> newPin(PrintWriter out, Enrolled enrolled) throws Refusal {
        try {
            return Optional.of(Objects.requireNonNull(parent)
                    .pinPrompts()
                    .ofCommand()
                    .fresh(enrolled.device().issuer().value()));
        } catch (Refusal refusal) {
            if (refusal.code() != ErrorCode.CANCELLED && refusal.code() != ErrorCode.PIN_UNAVAILABLE) {
                throw refusal;
            }
            out.println("No PIN is set. " + refusal.getMessage());
            out.flush();
            return Optional.empty();
        }
    }

    private static RealmConfiguration configuration(RealmClient client) throws Refusal {
        try {
            return client.configuration();
        } catch (IOException e) {
            throw Refusal.of(ErrorCode.SERVER_UNREACHABLE, e);
        }
    }

    private void invite(PrintWriter out, URI url) {
        out.println("Open this address in a browser on this machine and sign in:");
        out.println();
        out.println("  " + url);
        out.println();
        out.flush();
        if (open) {
            try {
                new ProcessBuilder("xdg-open", url.toString())
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                out.println("No xdg-open here: open the address yourself.");
                out.flush();
            }
        }
    }

    /** What the realm may want to know of the device before it registers anybody here. */
    private static void tellCondition(Agent agent, Enrolled enrolled) throws IOException {
        try {
            new PostureReporting(
                            agent.client(enrolled.device().issuer()),
                            enrolled.state(),
                            agent.platform(),
                            () -> Collection.ofThisMachine(agent.platform().clock())
                                    .collect())
                    .report(false);
        } catch (Refusal refusal) {
            agent.log()
                    .write(LogEvent.of("posture-not-reported")
                            .issuer(enrolled.device().issuer().value())
                            .error(refusal.code().wire()));
        }
    }
}
