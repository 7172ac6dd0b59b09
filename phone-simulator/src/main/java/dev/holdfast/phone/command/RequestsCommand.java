package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.message.SignedRequest;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "requests",
        description = "Shows what waits for a decision now: only what the realm signed for this phone.",
        mixinStandardHelpOptions = true)
final class RequestsCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ChosenAccount chosen = new ChosenAccount();

    @Override
    public Integer call() throws Fault, IOException {
        Phone phone = Objects.requireNonNull(parent).phone();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        int shown = 0;
        for (Account account : chosen.among(phone)) {
            Phone.Waiting waiting = phone.waiting(account);
            warn(spec.commandLine().getErr(), waiting);
            for (SignedRequest request : waiting.requests()) {
                Printed.request(out, request, waiting.now());
                shown++;
            }
            if (!waiting.account().active()) {
                out.println(Printed.plain(account.name()) + " waits for its six digits to be typed on the page.");
            }
        }
        if (shown == 0) {
            out.println("No request waits.");
        }
        return 0;
    }

    /** Says that something came that is not shown. */
    static void warn(PrintWriter err, Phone.Waiting waiting) {
        if (waiting.distrusted() > 0) {
            err.println("holdfast-phone: " + waiting.distrusted() + " not shown for "
                    + Printed.plain(waiting.account().name())
                    + ": the realm did not sign it for this phone, or it is over.");
            err.flush();
        }
    }
}
