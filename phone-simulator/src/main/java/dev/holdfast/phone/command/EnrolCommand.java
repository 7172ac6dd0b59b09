package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.message.EnrolmentCode;
import dev.holdfast.phone.message.MalformedException;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.realm.Issuer;
import dev.holdfast.phone.realm.Pause;
import dev.holdfast.phone.realm.PushRealm;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "enrol",
        description =
                "Adds an account by the code of the page that sets a phone up, prints the six digits that the page wants,"
                        + " and waits until they were typed there.",
        mixinStandardHelpOptions = true)
final class EnrolCommand implements Callable<Integer> {
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final int LONGEST_CODE = 2048;
    private static final int LONGEST_NAME = 64;

    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            converter = IssuerConverter.class,
            description =
                    "The realm, for example https://idp.example.com/realms/acme. Not needed with the URL of a QR code.")
    private @Nullable Issuer issuer;

    @Option(
            names = "--code",
            required = true,
            paramLabel = "CODE",
            description =
                    "The sixteen characters under \"No camera?\", or the URL of the QR code; - reads it from the standard"
                            + " input, where other users of this machine cannot see it.")
    private String code = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "Command line",
            description = "What pages call this phone (${DEFAULT-VALUE}).")
    private String name = "";

    @Override
    public Integer call() throws Fault, IOException, InterruptedException {
        EnrolmentCode read = read();
        Issuer realm = realm(read);
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw usage("A name has 1 to " + LONGEST_NAME + " characters.");
        }
        Phone phone = Objects.requireNonNull(parent).phone();
        PushRealm push = phone.realm(realm);
        if (push.userVerification().equals("required")) {
            throw new Fault.Distrusted(
                    "This realm demands a fingerprint, a face or a PIN (WebAuthn), which a command line"
                            + " cannot ask for. Use the phone app, " + Printed.plain(push.app())
                            + ", or set the realm's userVerification to optional.");
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Phone.Enrolled enrolled = phone.enrol(realm, read.key(), name, platform());
        out.println("Type these digits on the page: " + Printed.plain(enrolled.confirmCode()));
        out.println("Waiting for that, " + enrolled.seconds() + " s at most ...");
        out.flush();
        for (long waited = 0; waited <= enrolled.seconds(); waited += EVERY.toSeconds()) {
            if (isActive(phone, enrolled.account())) {
                out.println(Printed.plain(enrolled.account().name()) + " is ready. Next: holdfast-phone watch");
                return 0;
            }
            Pause.SLEEP.take(EVERY);
        }
        phone.forget(enrolled.account());
        throw new Fault.Distrusted("The digits were not typed in time. Begin anew on the page.");
    }

    private static boolean isActive(Phone phone, Account account) throws Fault, IOException {
        try {
            return phone.waiting(account).account().active();
        } catch (Fault.Refused e) {
            if (e.is("invalid_signature")) {
                throw new Fault.Distrusted(
                        "This enrolment is over: the page shows another code by now. Begin anew with that one.");
            }
            throw e;
        }
    }

    private EnrolmentCode read() throws IOException {
        String text = code.equals("-")
                ? new String(System.in.readNBytes(LONGEST_CODE), StandardCharsets.UTF_8).strip()
                : code;
        try {
            return EnrolmentCode.read(text);
        } catch (MalformedException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Issuer realm(EnrolmentCode read) {
        if (read.issuer().isEmpty()) {
            if (issuer == null) {
                throw usage("A code alone does not say which realm it is of: add --issuer.");
            }
            return issuer;
        }
        Issuer named;
        try {
            named = new Issuer(read.issuer().get());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        if (issuer != null && !issuer.equals(named)) {
            throw usage("The QR code is of " + named + ", not of " + issuer + ".");
        }
        return named;
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private static String platform() {
        String system = System.getProperty("os.name", "").toLowerCase(java.util.Locale.ROOT);
        return system.contains("linux")
                ? "linux"
                : system.contains("mac") ? "macos" : system.contains("windows") ? "windows" : "other";
    }
}
