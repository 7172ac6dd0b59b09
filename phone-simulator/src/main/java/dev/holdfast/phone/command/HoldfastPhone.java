package dev.holdfast.phone.command;

import dev.holdfast.phone.account.PhoneHome;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.realm.Pause;
import dev.holdfast.phone.realm.PushHttp;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
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
        name = "holdfast-phone",
        description = {
            "A phone as a command line: tries a realm's push without one.",
            "Its keys lie in files and it cannot ask for a fingerprint, so it is no second factor to rely on."
        },
        mixinStandardHelpOptions = true,
        versionProvider = HoldfastPhone.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EnrolCommand.class,
            RequestsCommand.class,
            WatchCommand.class,
            ApproveCommand.class,
            DenyCommand.class,
            ReportCommand.class,
            AccountsCommand.class,
            RemoveCommand.class
        },
        footer = {"", "A new phone: enrol, then watch in one window, and approve or deny in another."})
public final class HoldfastPhone implements Runnable {
    static final int FAILED = 1;
    static final int NOTHING_WAITS = 3;

    /** Longer than a realm that is alive needs. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

    private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

    static {
        EXIT_CODES.put("0", "done");
        EXIT_CODES.put("1", "refused or failed");
        EXIT_CODES.put("2", "wrong usage");
        EXIT_CODES.put("3", "no request waits that could be answered");
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Where accounts and keys are kept. Else ~/.holdfast-phone.")
    private @Nullable Path home;

    /** The command line, with its exit codes and its way to report errors. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new HoldfastPhone());
        line.setExecutionExceptionHandler(HoldfastPhone::report);
        line.setParameterExceptionHandler((wrong, arguments) -> usage(wrong));
        describe(line);
        line.getSubcommands().values().forEach(HoldfastPhone::describe);
        return line;
    }

    private static void describe(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(EXIT_CODES);
    }

    /** What is wrong alone: the whole usage would push it, and the request above it, off the screen. */
    private static int usage(CommandLine.ParameterException wrong) {
        CommandLine line = wrong.getCommandLine();
        line.getErr().println("holdfast-phone: " + wrong.getMessage());
        line.getErr().println("  More: " + line.getCommandSpec().qualifiedName() + " --help");
        line.getErr().flush();
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int report(Exception fault, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (!(fault instanceof Fault) && !(fault instanceof IOException)) {
            throw fault;
        }
        line.getErr().println("holdfast-phone: " + fault.getMessage());
        if (fault instanceof Fault.Refused refused) {
            line.getErr().println("  " + Advice.on(refused));
        }
        line.getErr().flush();
        return FAILED;
    }

    Phone phone() throws IOException {
        Path folder = home == null ? Path.of(System.getProperty("user.home"), ".holdfast-phone") : home;
        return new Phone(
                PhoneHome.open(folder.toAbsolutePath().normalize()),
                new PushHttp(ANSWER_LIMIT),
                Clock.systemUTC(),
                new SecureRandom(),
                Pause.SLEEP);
    }

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        line.usage(line.getOut());
    }

    /** Says the version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Properties properties = new Properties();
            try (InputStream file = Objects.requireNonNull(
                    HoldfastPhone.class.getResourceAsStream("/dev/holdfast/phone/phone.properties"))) {
                properties.load(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {"holdfast-phone " + properties.getProperty("version")};
        }
    }
}
