package dev.holdfast.agent.command;

import dev.holdfast.agent.enrolment.EnrolmentCeremony;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "enrol",
        description = "Enrols this device in a realm with a token that an administrator made.",
        mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {
    private static final Pattern TOKEN = Pattern.compile("hfe_[A-Za-z0-9_-]{43}");
    private static final int MAX_TOKEN_FILE = 1024;

    @ParentCommand
    private @Nullable HoldfastAgent parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--issuer",
            required = true,
            paramLabel = "URL",
            converter = IssuerConverter.class,
            description = "The realm, for example https://idp.example.com/realms/acme")
    private @Nullable Issuer issuer;

    @ArgGroup(multiplicity = "1")
    private @Nullable TokenOption token;

    @Option(
            names = "--new-key",
            description = "Destroy the agent key of an earlier enrolment in this realm, and its registrations, first.")
    private boolean newKey;

    /** One of the two. */
    static final class TokenOption {
        @Option(
                names = "--token",
                paramLabel = "TOKEN",
                description = "The enrolment token, hfe_… Other users of this machine can see it while this runs:"
                        + " prefer a file.")
        private @Nullable String value;

        @Option(
                names = "--token-file",
                paramLabel = "FILE",
                description = "A file that holds the enrolment token; - is the standard input.")
        private @Nullable Path file;

        String read() throws IOException {
            if (value != null) {
                return value;
            }
            Path source = Objects.requireNonNull(file);
            byte[] bytes =
                    source.toString().equals("-") ? System.in.readNBytes(MAX_TOKEN_FILE) : Files.readAllBytes(source);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }
    }

    @Override
    public Integer call() throws IOException, Refusal {
        CommandSpec command = Objects.requireNonNull(spec);
        Issuer realm = Objects.requireNonNull(issuer);
        String secret = Objects.requireNonNull(token).read();
        if (!TOKEN.matcher(secret).matches()) {
            throw new ParameterException(
                    command.commandLine(), "An enrolment token is hfe_ and 43 characters; this is something else.");
        }
        Agent agent = Objects.requireNonNull(parent).agent();
        if (newKey) {
            agent.state().realm(realm).deleteAll();
        }
        RealmState state = agent.state().realm(realm);
        boolean again = state.keys().find(KeyName.AGENT).isPresent();
        Device device = new EnrolmentCeremony(agent.client(realm), state, agent.crashPoints())
                .enrol(secret, DeviceFacts.ofThisMachine());
        agent.log().write(LogEvent.of("enrolled").issuer(realm.value()).device(device.did()));

        PrintWriter out = command.commandLine().getOut();
        out.println((again ? "Enrolled again in " : "Enrolled in ") + realm);
        out.println("  device       " + device.did());
        out.println("  certificate  until " + Instant.ofEpochSecond(device.notAfter()));
        out.println("  answers      "
                + device.trustedOrigins().stream().map(WebOrigin::value).collect(Collectors.joining(", ")));
        out.println("Next: holdfast-agent install-host, then holdfast-agent register");
        return 0;
    }
}
