package dev.holdfast.agent.command;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.posture.Collection;
import dev.holdfast.agent.posture.MachineFacts;
import dev.holdfast.agent.posture.Observation;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.report.PostureReporting;
import dev.holdfast.agent.state.AgentState.Enrolled;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "posture",
        description = "Measures the condition of this device and prints what realms would be told, and why a fact is"
                + " unknown. Sign-ins report by themselves; --send is for timers.",
        mixinStandardHelpOptions = true)
final class PostureCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private EnrolledRealm realm = new EnrolledRealm();

    @Option(names = "--send", description = "Tell the realm.")
    private boolean send;

    @Option(names = "--if-due", description = "With --send: only if half of the last report's time is over.")
    private boolean ifDue;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--for-users",
            description = "Leave what only root can see in " + MachineFacts.FILE
                    + " for the agents of this machine's users. For a timer of the system.")
    private boolean forUsers;

    @Override
    public Integer call() throws IOException, Refusal {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        if ((ifDue && !send) || (forUsers && send)) {
            throw new ParameterException(
                    command.commandLine(), ifDue ? "--if-due needs --send" : "--for-users sends nothing");
        }
        if (send) {
            return report(out);
        }
        Clock clock = Clock.systemUTC();
        List<Observation> facts = Collection.unhurried(clock).collect();
        if (forUsers) {
            MachineFacts.leave(facts, clock.instant().getEpochSecond());
        } else if (json) {
            out.println(PostureReporting.claims(0, clock.instant().getEpochSecond(), facts)
                    .toJson());
        } else {
            facts.forEach(one -> out.printf("%-20s %-28s (%s)%n", one.fact().wire(), one.shown(), one.by()));
        }
        return 0;
    }

    private int report(PrintWriter out) throws IOException, Refusal {
        Agent agent = Objects.requireNonNull(parent).agent();
        Enrolled enrolled = realm.in(agent);
        Optional<PostureReporting.Reported> reported = new PostureReporting(
                        agent.client(enrolled.device().issuer()),
                        enrolled.state(),
                        agent.platform(),
                        () -> Collection.unhurried(agent.platform().clock()).collect())
                .report(!ifDue);
        if (reported.isEmpty()) {
            out.println(ifDue ? "Nothing to do." : "This realm wants no reports.");
            return 0;
        }
        if (json) {
            JsonObject.Builder checks = JsonObject.builder();
            reported.get().checks().forEach(checks::put);
            out.println(JsonObject.builder()
                    .put("compliance", reported.get().compliance())
                    .put("valid_until", reported.get().validUntil())
                    .put("checks", checks.build())
                    .build()
                    .toJson());
            return 0;
        }
        out.println("Reported: " + reported.get().compliance().replace('_', ' ') + ". Good until "
                + Instant.ofEpochSecond(reported.get().validUntil()) + ".");
        new TreeMap<>(reported.get().checks()).forEach((check, result) -> out.println("  " + result + ": " + check));
        return 0;
    }
}
