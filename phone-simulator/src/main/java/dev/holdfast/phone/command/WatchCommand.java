package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.message.SignedRequest;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.realm.Pause;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
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
        name = "watch",
        description = "Shows requests as they come, until Ctrl-C. Answer them in another window.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    private static final int LONGEST_PAUSE = 60;

    @ParentCommand
    private @Nullable HoldfastPhone parent;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ChosenAccount chosen = new ChosenAccount();

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How often the realm is asked (${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--requests",
            paramLabel = "COUNT",
            defaultValue = "0",
            description = "End after so many requests; 0: never.")
    private int enough;

    @Override
    public Integer call() throws Fault, IOException, InterruptedException {
        if (every < 1 || every > LONGEST_PAUSE) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--every takes 1 to " + LONGEST_PAUSE + " seconds.");
        }
        Phone phone = Objects.requireNonNull(parent).phone();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Set<String> seen = new HashSet<>();
        boolean away = false;
        out.println("Watching. Ctrl-C ends it.");
        out.flush();
        while (enough == 0 || seen.size() < enough) {
            try {
                look(phone, seen, out);
                away = false;
            } catch (Fault.NoAnswer e) {
                if (!away) {
                    err.println("holdfast-phone: " + e.getMessage() + ". Trying on.");
                    err.flush();
                }
                away = true;
            }
            if (enough == 0 || seen.size() < enough) {
                Pause.SLEEP.take(Duration.ofSeconds(every));
            }
        }
        return 0;
    }

    private void look(Phone phone, Set<String> seen, PrintWriter out) throws Fault, IOException {
        for (Account account : chosen.among(phone)) {
            Phone.Waiting waiting = phone.waiting(account);
            for (SignedRequest request : waiting.requests()) {
                if (seen.add(request.id())) {
                    Printed.request(out, request, waiting.now());
                    out.flush();
                }
            }
        }
    }
}
