package dev.holdfast.agent.command;

import dev.holdfast.agent.enrolment.EnrolmentCeremony;
import dev.holdfast.agent.enrolment.MachineAdoption;
import dev.holdfast.agent.key.KeyName;
import dev.holdfast.agent.key.MachineFiles;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.origin.Issuer;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import dev.holdfast.agent.state.Assurance;
import dev.holdfast.agent.state.Device;
import dev.holdfast.agent.state.RealmState;
import dev.holdfast.agent.tpm.TpmAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
        description =
                "Enrols this device in a realm: with a token that an administrator made, or with a certificate that"
                        + " another authority (an MDM's, SCEP, smallstep) gave this machine.",
        mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {
    private static final Pattern TOKEN = Pattern.compile("hfe_[A-Za-z0-9_-]{43}");
    private static final int MAX_TOKEN_FILE = 1024;

    /** EX_TEMPFAIL of sysexits.h: whoever started this may try again. */
    static final int TRY_AGAIN = 75;

    private static final Set<ErrorCode> PASSING = EnumSet.of(
            ErrorCode.SERVER_UNREACHABLE,
            ErrorCode.TEMPORARILY_UNAVAILABLE,
            ErrorCode.TOO_MANY_REQUESTS,
            ErrorCode.INVALID_NONCE);

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
    private @Nullable Admission admission;

    @Option(
            names = "--new-key",
            description = "Destroy the agent key of an earlier enrolment in this realm, and its registrations, first.")
    private boolean newKey;

    @Option(
            names = "--unattended",
            description = "For fleets: a device that is enrolled already is left as it is, with exit code 0; the token"
                    + " file is deleted once it has served; a realm that cannot answer now is exit code 75.")
    private boolean unattended;

    @Option(
            names = "--key-store",
            paramLabel = "auto|tpm|software",
            defaultValue = "auto",
            converter = KeyStoreOption.Converter.class,
            description = "Where the keys live: in the TPM, in files, or in the TPM if this user can use one"
                    + " (${DEFAULT-VALUE}).")
    private KeyStoreOption keyStore = KeyStoreOption.AUTO;

    @Option(
            names = "--tpm",
            paramLabel = "TCTI",
            description = "Which TPM, as tpm2-tools name it: device:/dev/tpmrm0, or swtpm:host=127.0.0.1,port=2321 for"
                    + " tests. Else $HOLDFAST_AGENT_TPM, else device:/dev/tpmrm0. Stays in the state.")
    private @Nullable String tpm;

    /** One of the three. */
    static final class Admission {
        private static final Path STANDARD_INPUT = Path.of("-");

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

        @ArgGroup(exclusive = false)
        private @Nullable MachineOption machine;

        String read() throws IOException {
            if (value != null) {
                return value;
            }
            Path source = Objects.requireNonNull(file);
            byte[] bytes =
                    source.equals(STANDARD_INPUT) ? System.in.readNBytes(MAX_TOKEN_FILE) : Files.readAllBytes(source);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        }

        /** Once it has served: a token that enrols more machines must not lie about on this one. */
        void delete() throws IOException {
            if (file != null && !file.equals(STANDARD_INPUT)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Both, or none. */
    static final class MachineOption {
        @Option(
                names = "--certificate",
                required = true,
                paramLabel = "FILE",
                description =
                        "The machine's certificate by another authority, in PEM, with those between it and the"
                                + " authority that the realm trusts. It stays there; when it is renewed, the agent takes the new one.")
        private @Nullable Path certificate;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "The certificate's key, in PEM without a passphrase. This user must be able to read it.")
        private @Nullable Path key;

        MachineFiles files() {
            return new MachineFiles(
                    Objects.requireNonNull(certificate).toAbsolutePath().normalize(),
                    Objects.requireNonNull(key).toAbsolutePath().normalize());
        }
    }

    @Override
    public Integer call() throws IOException, Refusal {
        if (!unattended) {
            return enrol();
        }
        if (newKey) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--new-key ends what is enrolled: nothing to do unattended.");
        }
        try {
            int code = alreadyEnrolled() ? 0 : enrol();
            Objects.requireNonNull(admission).delete();
            return code;
        } catch (Refusal refusal) {
            if (!PASSING.contains(refusal.code())) {
                throw refusal;
            }
            HoldfastAgent.report(refusal, Objects.requireNonNull(spec).commandLine());
            return TRY_AGAIN;
        }
    }

    private boolean alreadyEnrolled() throws IOException {
        Agent agent = Objects.requireNonNull(parent).agent();
        Optional<Device> device =
                agent.state().enrolled(Objects.requireNonNull(issuer)).map(Enrolled::device);
        // An expired certificate is what the token was sent for.
        if (device.isEmpty() || device.get().notAfter() <= agent.platform().now()) {
            return false;
        }
        Objects.requireNonNull(spec)
                .commandLine()
                .getOut()
                .println("Already enrolled in " + issuer + " as " + device.get().did() + ", until "
                        + Instant.ofEpochSecond(device.get().notAfter()) + ". Nothing to do.");
        return true;
    }

    private int enrol() throws IOException, Refusal {
        CommandSpec command = Objects.requireNonNull(spec);
        Issuer realm = Objects.requireNonNull(issuer);
        Admission by = Objects.requireNonNull(admission);
        Optional<MachineFiles> machine = Optional.ofNullable(by.machine).map(MachineOption::files);
        String secret = machine.isPresent() ? "" : by.read();
        if (machine.isEmpty() && !TOKEN.matcher(secret).matches()) {
            throw new ParameterException(
                    command.commandLine(), "An enrolment token is hfe_ and 43 characters; this is something else.");
        }
        Optional<TpmAddress> named = named(command);
        Agent agent = Objects.requireNonNull(parent).agent();
        if (newKey) {
            agent.state().realm(realm).deleteAll();
        }
        PrintWriter out = command.commandLine().getOut();
        KeyPlace place = KeyPlace.choose(agent, realm, keyStore, named);
        RealmState state = agent.state().realm(realm, place.home());
        boolean again = machine.isPresent()
                ? state.device().isPresent()
                : state.keys().find(KeyName.AGENT).isPresent();
        Device device = machine.isPresent()
                ? new MachineAdoption(agent.client(realm), state, agent.platform())
                        .adopt(machine.get(), DeviceFacts.ofThisMachine())
                : new EnrolmentCeremony(agent.client(realm), state, agent.platform(), agent.crashPoints())
                        .enrol(secret, DeviceFacts.ofThisMachine(), out::println);
        agent.log().write(LogEvent.of("enrolled").issuer(realm.value()).device(device.did()));

        out.println((again ? "Enrolled again in " : "Enrolled in ") + realm);
        out.println("  device       " + device.did());
        out.println("  certificate  until " + Instant.ofEpochSecond(device.notAfter()));
        machine.ifPresent(files -> out.println("               of another authority, in " + files.certificate()));
        out.println("  keys         " + KeyPlace.describe(device.keys()));
        if (!place.reason().isEmpty()) {
            out.println("               " + place.reason());
        }
        out.println(
                "  assurance    " + device.assurance().map(Assurance::wire).orElse("unknown: the realm does not say"));
        out.println("  answers      "
                + device.trustedOrigins().stream().map(WebOrigin::value).collect(Collectors.joining(", ")));
        out.println("Next: holdfast-agent install-host, then holdfast-agent register");
        return 0;
    }

    private Optional<TpmAddress> named(CommandSpec command) {
        try {
            return KeyStoreOption.named(tpm, System.getenv(KeyStoreOption.TPM_VARIABLE))
                    .map(TpmAddress::parse);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
