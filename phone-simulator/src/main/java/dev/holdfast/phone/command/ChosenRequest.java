package dev.holdfast.phone.command;

import dev.holdfast.phone.account.Account;
import dev.holdfast.phone.message.Decision;
import dev.holdfast.phone.message.SignedRequest;
import dev.holdfast.phone.realm.Fault;
import dev.holdfast.phone.realm.Pause;
import dev.holdfast.phone.use.Phone;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which request is answered, and how. */
final class ChosenRequest {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int LONGEST_WAIT = 600;

    @Mixin
    private ChosenAccount account = new ChosenAccount();

    @Option(
            names = "--request",
            paramLabel = "ID",
            description = "Which request, where several wait; the beginning of its id is enough.")
    private @Nullable String wanted;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Wait so long for a request to come (${DEFAULT-VALUE}).")
    private int seconds;

    private record Found(Account account, SignedRequest request, long now) {}

    /** Answers the request that is meant. */
    int answer(Phone phone, Function<SignedRequest, Decision> decision, CommandLine line)
            throws Fault, IOException, InterruptedException {
        if (seconds < 0 || seconds > LONGEST_WAIT) {
            throw new ParameterException(line, "--wait takes 0 to " + LONGEST_WAIT + " seconds.");
        }
        List<Found> found = find(phone, line.getErr());
        for (int waited = 0; found.isEmpty() && waited < seconds; waited++) {
            Pause.SLEEP.take(EVERY);
            found = find(phone, line.getErr());
        }
        if (found.isEmpty()) {
            line.getErr().println("holdfast-phone: No request waits" + (wanted == null ? "." : " whose id begins so."));
            return HoldfastPhone.NOTHING_WAITS;
        }
        PrintWriter out = line.getOut();
        if (found.size() > 1) {
            found.forEach(one -> Printed.request(out, one.request(), one.now()));
            out.flush();
            throw new ParameterException(line, "Several requests wait: say which, by --request.");
        }
        Found one = found.get(0);
        Printed.request(out, one.request(), one.now());
        String outcome = phone.answer(one.account(), one.request(), decision.apply(one.request()));
        out.println(Printed.plain(outcome));
        return 0;
    }

    private List<Found> find(Phone phone, PrintWriter err) throws Fault, IOException {
        List<Found> found = new ArrayList<>();
        for (Account one : account.among(phone)) {
            Phone.Waiting waiting = phone.waiting(one);
            RequestsCommand.warn(err, waiting);
            waiting.requests().stream()
                    .filter(request -> wanted == null || request.id().startsWith(wanted))
                    .forEach(request -> found.add(new Found(one, request, waiting.now())));
        }
        return found;
    }
}
