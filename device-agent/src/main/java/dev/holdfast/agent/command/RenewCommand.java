package dev.holdfast.agent.command;

import dev.holdfast.agent.enrolment.CertificateRenewal;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
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
        name = "renew",
        description = "Renews this device's certificate. Sign-ins do that by themselves from two thirds of its life on;"
                + " this is for machines on which nobody signs in for weeks.",
        mixinStandardHelpOptions = true)
final class RenewCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EnrolledRealm realm = new EnrolledRealm();

    @Option(names = "--if-due", description = "Do nothing before two thirds of the certificate's life; for timers.")
    private boolean ifDue;

    @Override
    public Integer call() throws IOException, Refusal {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Agent agent = Objects.requireNonNull(parent).agent();
        // A timer speaks for all realms; a person who renews now means one.
        for (Enrolled enrolled : ifDue && !realm.isNamed() ? agent.state().enrolled() : List.of(realm.in(agent))) {
            renew(agent, enrolled, out);
        }
        return 0;
    }

    private void renew(Agent agent, Enrolled enrolled, PrintWriter out) throws IOException, Refusal {
        Optional<Device> renewed = new CertificateRenewal(
                        agent.client(enrolled.device().issuer()), enrolled.state(), agent.platform())
                .renew(!ifDue);
        if (renewed.isPresent()) {
            agent.log()
                    .write(LogEvent.of("certificate-renewed")
                            .issuer(enrolled.device().issuer().value()));
            out.println("Renewed. The certificate is good until "
                    + Instant.ofEpochSecond(renewed.get().notAfter()) + ".");
        } else if (ifDue) {
            out.println("Nothing to do: the certificate is good until "
                    + Instant.ofEpochSecond(enrolled.device().notAfter()) + ".");
        } else {
            throw new IOException("This realm renews no certificates. When this one ends, enrol again.");
        }
    }
}
