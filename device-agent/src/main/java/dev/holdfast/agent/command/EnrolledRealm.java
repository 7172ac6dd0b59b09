package dev.holdfast.agent.command;

import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that are about one enrolment of this device. */
final class EnrolledRealm {
    @Option(
            names = "--issuer",
            paramLabel = "URL",
            converter = IssuerConverter.class,
            description = "The realm; needed when this device is enrolled in several.")
    private @Nullable Issuer issuer;

    /** Whether the user named one. */
    boolean isNamed() {
        return issuer != null;
    }

    /** The enrolment that is meant. */
    Enrolled in(Agent agent) throws Refusal, IOException {
        return agent.enrolled(issuer);
    }
}
