package dev.holdfast.bench;

import dev.holdfast.bench.MeasuredServer.User;
import dev.holdfast.bench.load.Load;
import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Rounds;
import dev.holdfast.bench.load.Slice;
import dev.holdfast.bench.load.Tally;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.operation.SignInOperation;
import dev.holdfast.bench.push.Pace;
import dev.holdfast.bench.push.PushPhone;
import dev.holdfast.bench.push.PushSignIn;
import dev.holdfast.bench.push.PushSignIn.Attempt;
import dev.holdfast.bench.push.PushUser;
import dev.holdfast.bench.push.ServerInsight;
import dev.holdfast.bench.push.WaitingPages;
import dev.holdfast.bench.signin.Application;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.signin.TotpSignIn;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import dev.holdfast.harness.PushService;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** What a push costs, how many pages can wait for one, and what bombing one user does to the others. */
final class PushBenchmark {

    private static final int WORKERS = 4;
    private static final int USERS = 64;
    private static final Duration WARM_UP_SLICE = Duration.ofSeconds(1);
    private static final double PUSH_GOAL_MILLIS = 1;

    /** The name of the threads that encrypt messages and bring them to push services. */
    private static final String SENDERS = "holdfast-web-push";

    /** By then the JVM has compiled what sends them, as it has in a server that runs for a day. */
    private static final int WARM_MESSAGES = 10_000;

    private static final int WARM_UP_SLICES = 20;

    private static final int TABS = 20;
    private static final int PAGES = 1_000;
    private static final double ANSWERS_PER_SECOND = 25;
    private static final double PAGE_HEAP_GOAL = 2_048;
    private static final double NOTICE_GOAL_MILLIS = 150;

    private static final int GROWN = 12;

    private static final int BOMBING = 10_000;
    private static final int BOMBING_IF_QUICK = 800;
    private static final double BOMBING_PER_SECOND = 40;
    private static final double OTHERS_PER_SECOND = 10;
    private static final int SLICE_SECONDS = 10;
    private static final int BOMBED_TABS = 16;
    private static final int OTHERS_THREADS = 8;
    /** The defaults, but for the time that a request waits: so that the hour's limit is what stops them in the end. */
    private static final long REQUEST_SECONDS = 30;

    private static final long MOST_UNANSWERED = 10;
    private static final double OTHERS_GOAL = 1.2;

    private final Options options;
    private final Artifacts artifacts;
    private final PrintStream out;

    PushBenchmark(Options options, Artifacts artifacts, PrintStream out) {
        this.options = options;
        this.artifacts = artifacts;
        this.out = out;
    }

    void run() {
        Path folder = artifacts.folder().resolve("keycloak");
        List<User> users = IntStream.range(0, USERS)
                .mapToObj(i -> new User("user" + i, new SoftwareAuthenticator()))
                .toList();
        out.printf("Starting a stock Keycloak (%s)%n", options.postgres() ? "PostgreSQL" : "embedded database");
        try (PushService service = PushService.start(artifacts.folder());
                MeasuredServer server = MeasuredServer.startForPush(
                        folder, artifacts.serverJar(), users, options.postgres(), service.certificate())) {
            try {
                measure(server, service, users);
            } catch (RuntimeException e) {
                out.printf("%nThe end of the server's log:%n%s%n%n", server.logTail());
                throw e;
            }
        }
    }

    private void measure(MeasuredServer server, PushService service, List<User> users) {
        // One application and one user stand for many: what their limits allow must not end the measurement.
        server.configurePush(Map.of(
                "pushHosts", service.host(),
                "pushPerApplication", "0",
                "pushPerUser", String.valueOf(TABS),
                "pushUnansweredPerHour", "100",
                "pushUnansweredPerDay", "500",
                "pushRequestLifetime", "300"));
        Http http = new Http();
        PushSignIn signIn = new PushSignIn(application(http, server.deviceRealm()));
        out.printf("Setting up %d phones%n", USERS);
        String vapid = http.get(server.deviceRealm().push("/.well-known/push-configuration"))
                .json()
                .path("application_server_key")
                .asText();
        List<PushUser> awake = new ArrayList<>();
        List<PushUser> asleep = new ArrayList<>();
        for (int i = 0; i < USERS; i++) {
            String name = users.get(i).name();
            server.letEnrolPhone(name);
            boolean wakes = i % 2 == 0;
            PushUser user = signIn.enrol(
                    name,
                    new PushPhone(http, server.deviceRealm()),
                    wakes ? Optional.of(PushPhone.subscription(service.endpoint(name), vapid)) : Optional.empty());
            (wakes ? awake : asleep).add(user);
        }
        costs(server, service, signIn, users, awake, asleep);
        pages(server, signIn, Stream.concat(awake.stream(), asleep.stream()).toList());
        bombing(server, service, signIn, awake);
    }

    private static Application application(Http http, Realm realm) {
        return new Application(http, realm, MeasuredServer.APPLICATION, MeasuredServer.REDIRECT);
    }

    private void costs(
            MeasuredServer server,
            PushService service,
            PushSignIn signIn,
            List<User> users,
            List<PushUser> awake,
            List<PushUser> asleep) {
        TotpSignIn totp = new TotpSignIn(application(new Http(), server.stockRealm()));
        Operation woken = new SignInOperation<>("push sign-in, phone woken", Turn.deal(awake, WORKERS), signIn::signIn);
        Operation unwoken = new SignInOperation<>("push sign-in, app open", Turn.deal(asleep, WORKERS), signIn::signIn);
        Operation stock = new SignInOperation<>(
                "TOTP sign-in (stock)",
                Turn.deal(users, WORKERS),
                user -> totp.signIn(user.name(), user.name(), MeasuredServer.AUTHENTICATOR_APP));
        List<Operation> operations = List.of(woken, unwoken, stock);
        List<Slice> slices;
        long before;
        ServerInsight insight = new ServerInsight(server.pid());
        double spent;
        try (Load load = new Load(WORKERS, server::cpuTime, System::nanoTime)) {
            Rounds rounds = new Rounds(load, operations);
            out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
            int warmUps = 1 + (int) options.warmUp().dividedBy(WARM_UP_SLICE.multipliedBy(operations.size()));
            var unused = rounds.run(warmUps, WARM_UP_SLICE, (round, done) -> {});
            warmUp(new Rounds(load, List.of(woken)), rounds, service);
            before = service.taken();
            spent = insight.cpuMillis(SENDERS);
            out.printf(
                    "Measuring %d rounds of %d s for each of %d operations%n",
                    options.rounds(), Options.SLICE.toSeconds(), operations.size());
            slices = rounds.run(
                    options.rounds(),
                    Options.SLICE,
                    (round, done) -> out.printf("  round %d of %d%n", round + 1, options.rounds()));
        }
        Tally wokenTally = Tally.of(woken, slices);
        Tally unwokenTally = Tally.of(unwoken, slices);
        Tally stockTally = Tally.of(stock, slices);
        out.printf("%n%s%n", Tally.table(List.of(wokenTally, unwokenTally, stockTally)));
        out.printf(
                Locale.ROOT,
                "push messages that the push service took: %d for %d sign-ins%n",
                service.taken() - before,
                wokenTally.operations());
        judge(
                "one push, CPU of the threads that encrypt and send, in ms",
                (insight.cpuMillis(SENDERS) - spent) / (service.taken() - before),
                PUSH_GOAL_MILLIS);
        out.printf(
                Locale.ROOT,
                "push sign-in / TOTP sign-in cpu ratio: %.2f%n%n",
                wokenTally.cpuMillis() / stockTally.cpuMillis());
    }

    /** A page that waits, and the phone that can answer it. */
    private record Waiting(Attempt attempt, PushUser user) {}

    private void pages(MeasuredServer server, PushSignIn signIn, List<PushUser> users) {
        out.printf(Locale.ROOT, "Letting %,d pages wait%n", PAGES);
        ServerInsight insight = new ServerInsight(server.pid());
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Waiting> waiting = new ArrayList<>();
            List<Future<Waiting>> asked = new ArrayList<>();
            for (int i = 0; i < PAGES; i++) {
                PushUser user = users.get(i % users.size());
                asked.add(threads.submit(() -> new Waiting(signIn.ask(user.name()), user)));
            }
            asked.forEach(one -> waiting.add(Pace.result(one)));
            try (WaitingPages open =
                    new WaitingPages(waiting.stream().map(Waiting::attempt).toList())) {
                open.connect();
                ServerInsight.Heap idle = insight.liveHeap();
                List<CompletableFuture<Long>> heard = open.await();
                pause(Duration.ofSeconds(3));
                long blocked = insight.workersAtWork();
                ServerInsight.Heap full = insight.liveHeap();
                out.printf(
                        Locale.ROOT,
                        "worker threads of the server: %d, of which %d are held while %,d pages wait (to reach: 0; %s)%n",
                        insight.workers(),
                        blocked,
                        PAGES,
                        blocked == 0 ? "reached" : "MISSED");
                judge(
                        "heap of a page that waits, in bytes beyond its idle connection",
                        (double) (full.bytes() - idle.bytes()) / PAGES,
                        PAGE_HEAP_GOAL);
                full.growthSince(idle).stream()
                        .limit(GROWN)
                        .forEach(grown -> out.printf(
                                Locale.ROOT, "  %,8.0f  %s%n", (double) grown.getValue() / PAGES, grown.getKey()));
                answer(threads, waiting, heard);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** @param all between them, since a phone that is not heard of for minutes has no nonce left */
    private void warmUp(Rounds woken, Rounds all, PushService service) {
        if (options.quick()) {
            return;
        }
        out.printf(Locale.ROOT, "Sending %,d messages%n", WARM_MESSAGES);
        while (service.taken() < WARM_MESSAGES) {
            var unusedWoken = woken.run(WARM_UP_SLICES, WARM_UP_SLICE, (round, done) -> {});
            var unusedAll = all.run(1, WARM_UP_SLICE, (round, done) -> {});
        }
    }

    private void answer(ExecutorService threads, List<Waiting> waiting, List<CompletableFuture<Long>> heard) {
        out.printf(Locale.ROOT, "Answering them, %.0f a second%n", ANSWERS_PER_SECOND);
        Histogram notices = new Histogram(3);
        var unused = Pace.run(threads, 0, waiting.size(), ANSWERS_PER_SECOND, number -> {
            Waiting one = waiting.get(number);
            long sent;
            // A phone sends one message after the other.
            synchronized (one.user()) {
                PushPhone phone = one.user().phone();
                String approval = phone.approval(
                        phone.request(one.attempt().request()), one.attempt().number());
                sent = System.nanoTime();
                phone.send(approval);
            }
            long noticed = Pace.result(heard.get(number)) - sent;
            synchronized (notices) {
                notices.recordValue(noticed / 1_000);
            }
        });
        out.printf(
                Locale.ROOT,
                "from the phone's answer to the page: p50 %.1f ms%n",
                notices.getValueAtPercentile(50) / 1e3);
        judge(
                "from the phone's answer to the page, p99 in ms",
                notices.getValueAtPercentile(99) / 1e3,
                NOTICE_GOAL_MILLIS);
        out.println();
    }

    private void bombing(MeasuredServer server, PushService service, PushSignIn signIn, List<PushUser> users) {
        server.configurePush(Map.of(
                "pushRequestLifetime",
                String.valueOf(REQUEST_SECONDS),
                "pushPerUser",
                "3",
                "pushUnansweredPerHour",
                String.valueOf(MOST_UNANSWERED),
                "pushUnansweredPerDay",
                "30"));
        int attempts = options.quick() ? BOMBING_IF_QUICK : BOMBING;
        int perSlice = (int) BOMBING_PER_SECOND * SLICE_SECONDS;
        PushUser victim = users.get(0);
        List<PushUser> others = users.subList(1, users.size());
        out.printf(
                Locale.ROOT,
                "Bombing one user with %,d attempts, %.0f a second, in slices of %d s beside slices without%n",
                attempts,
                BOMBING_PER_SECOND,
                SLICE_SECONDS);
        ExecutorService attackers = Executors.newFixedThreadPool(BOMBED_TABS);
        ExecutorService people = Executors.newFixedThreadPool(OTHERS_THREADS);
        try {
            ConcurrentLinkedQueue<Attempt> tabs = new ConcurrentLinkedQueue<>();
            AtomicLong sent = new AtomicLong();
            long before = service.taken(victim.name());
            for (int i = 0; i < BOMBED_TABS; i++) {
                Attempt attempt = signIn.ask(victim.name());
                if (attempt.waits()) {
                    sent.incrementAndGet();
                }
                tabs.add(attempt);
            }
            Histogram calm = new Histogram(3);
            Histogram attacked = new Histogram(3);
            int done = BOMBED_TABS;
            int next = 0;
            var warm = signIns(people, signIn, others, next);
            next += (int) warm.getTotalCount();
            while (done < attempts) {
                calm.add(signIns(people, signIn, others, next));
                next += (int) OTHERS_PER_SECOND * SLICE_SECONDS;
                int now = Math.min(perSlice, attempts - done);
                Future<Histogram> attack = attackers.submit(() ->
                        Pace.run(attackers, 0, now, BOMBING_PER_SECOND, number -> press(signIn, victim, tabs, sent)));
                attacked.add(signIns(people, signIn, others, next));
                next += (int) OTHERS_PER_SECOND * SLICE_SECONDS;
                var unused = Pace.result(attack);
                done += now;
                out.printf(Locale.ROOT, "  %,d attempts%n", done);
            }
            pause(Duration.ofSeconds(2));
            long taken = service.taken(victim.name()) - before;
            boolean exact = options.quick() ? taken <= MOST_UNANSWERED : taken == MOST_UNANSWERED;
            out.printf(
                    Locale.ROOT,
                    "%,d attempts: %d requests, %d pushes sent; to reach: %s the hour's limit of %d (%s)%n",
                    done,
                    sent.get(),
                    taken,
                    options.quick() ? "at most" : "exactly",
                    MOST_UNANSWERED,
                    exact && sent.get() == taken ? "reached" : "MISSED");
            out.printf(
                    Locale.ROOT,
                    "others' sign-ins by push, ms: p50 %.1f without the attack, %.1f with it; p99 %.1f and %.1f%n",
                    calm.getValueAtPercentile(50) / 1e3,
                    attacked.getValueAtPercentile(50) / 1e3,
                    calm.getValueAtPercentile(99) / 1e3,
                    attacked.getValueAtPercentile(99) / 1e3);
            judge(
                    "others' sign-ins, p99 with the attack / without",
                    (double) attacked.getValueAtPercentile(99) / calm.getValueAtPercentile(99),
                    OTHERS_GOAL);
        } finally {
            attackers.shutdownNow();
            people.shutdownNow();
        }
    }

    /** One more attempt in a browser that has the password behind it. */
    private static void press(
            PushSignIn signIn, PushUser victim, ConcurrentLinkedQueue<Attempt> tabs, AtomicLong sent) {
        Attempt tab = tabs.poll();
        if (tab == null) {
            throw new IllegalStateException("the attack is faster than the server: every tab still loads");
        }
        // A page that waits would only go on waiting: another browser takes its place.
        Attempt after = tab.waits() ? signIn.ask(victim.name()) : signIn.askAgain(tab);
        if (after.waits()) {
            sent.incrementAndGet();
        }
        tabs.add(after);
    }

    private static Histogram signIns(ExecutorService threads, PushSignIn signIn, List<PushUser> users, int first) {
        return Pace.run(threads, first, (int) OTHERS_PER_SECOND * SLICE_SECONDS, OTHERS_PER_SECOND, number -> {
            PushUser user = users.get(number % users.size());
            synchronized (user) {
                var unused = signIn.signIn(user);
            }
        });
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pages waited", e);
        }
    }

    private void judge(String what, double figure, double goal) {
        out.printf(
                Locale.ROOT,
                "%s: %.2f (to reach: at most %s; %s)%n",
                what,
                figure,
                goal == Math.rint(goal) ? String.format(Locale.ROOT, "%,.0f", goal) : String.valueOf(goal),
                figure <= goal ? "reached" : "MISSED");
    }
}
