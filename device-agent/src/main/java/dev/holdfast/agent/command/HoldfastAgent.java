package dev.holdfast.agent.command;

import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.platform.DeviceFacts;
import dev.holdfast.agent.refusal.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "holdfast-agent",
        description = "Signs the user of this device in to the applications of a Keycloak realm, without a password.",
        mixinStandardHelpOptions = true,
        versionProvider = HoldfastAgent.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EnrolCommand.class,
            RegisterCommand.class,
            StatusCommand.class,
            HostCommand.class,
            UnlockCommand.class,
            ChangePinCommand.class,
            RenewCommand.class,
            PostureCommand.class,
            RevokeCommand.class,
            DoctorCommand.class,
            InstallHostCommand.class
        },
        footer = {"", "A new device: enrol, install-host, then register (or let the login page do that)."})
public final class HoldfastAgent implements Runnable {
    static final int FAILED = 1;

    private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

    static {
        EXIT_CODES.put("0", "done");
        EXIT_CODES.put("1", "refused or failed");
        EXIT_CODES.put("2", "wrong usage, or a foreign browser extension");
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where keys and tokens are kept. Else $HOLDFAST_STATE, else $XDG_STATE_HOME/holdfast, else"
                    + " ~/.local/state/holdfast.")
    private @Nullable Path state;

    @Option(
            names = "--pinentry",
            paramLabel = "PROGRAM",
            scope = ScopeType.INHERIT,
            description = "The dialog that asks for PINs. Else $HOLDFAST_PINENTRY, else the terminal of a command, else"
                    + " pinentry on the desktop.")
    private @Nullable String pinentry;

    /** The command line, with its exit codes and its way to report errors. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new HoldfastAgent());
        line.setExecutionExceptionHandler(HoldfastAgent::report);
        line.setDefaultValueProvider(new SettingsAsDefaults());
        everyCommand(
                line,
                command -> command.getCommandSpec()
                        .usageMessage()
                        .exitCodeListHeading("%nExit codes:%n")
                        .exitCodeList(exitCodes(command)));
        return line;
    }

    private static Map<String, String> exitCodes(CommandLine command) {
        Map<String, String> codes = new LinkedHashMap<>(EXIT_CODES);
        if (command.getCommandSpec().userObject() instanceof EnrolCommand) {
            codes.put(
                    String.valueOf(EnrolCommand.TRY_AGAIN),
                    "--unattended: the realm cannot answer now; try again later");
        }
        return codes;
    }

    private static void everyCommand(CommandLine line, Consumer<CommandLine> action) {
        action.accept(line);
        line.getSubcommands().values().forEach(sub -> everyCommand(sub, action));
    }

    private static int report(Exception fault, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (fault instanceof CommandLine.ParameterException) {
            throw fault;
        }
        if (!(fault instanceof Refusal) && !(fault instanceof IOException)) {
            throw fault;
        }
        report(fault, line);
        return FAILED;
    }

    /** Tells the user. */
    static void report(Exception fault, CommandLine line) {
        line.getErr().println("holdfast-agent: " + fault.getMessage());
        if (fault instanceof Refusal refusal) {
            line.getErr().println("  error: " + refusal.code().wire());
            if (refusal.retryAfter().isPresent()) {
                line.getErr().println("  retry after: " + refusal.retryAfter().getAsLong() + " s");
            }
            Throwable cause = refusal.getCause();
            if (cause instanceof IOException || cause instanceof KeyUnusableException) {
                line.getErr().println("  cause: " + cause.getMessage());
            }
        }
    }

    /** Opens the state folder. */
    Agent agent() throws IOException {
        return Agent.open(StateLocation.of(state, System.getenv()));
    }

    /** How the person at this machine is asked. */
    PinPrompts pinPrompts() {
        return new PinPrompts(pinentry, System.getenv());
    }

    /** The dialog that was named, for whoever starts the agent later. */
    Optional<String> pinentry() {
        return Optional.ofNullable(pinentry);
    }

    /** Where the state folder is, whether it exists or not. */
    Path stateFolder() {
        return StateLocation.of(state, System.getenv());
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** Says the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"holdfast-agent " + DeviceFacts.version()};
        }
    }
}
