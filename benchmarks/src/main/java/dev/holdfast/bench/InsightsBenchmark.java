package dev.holdfast.bench;

import dev.holdfast.bench.MeasuredServer.User;
import dev.holdfast.bench.insights.RecordFill;
import dev.holdfast.bench.insights.RecordQuery;
import dev.holdfast.bench.insights.ReplayFill;
import dev.holdfast.bench.load.Load;
import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Slice;
import dev.holdfast.bench.load.Tally;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.operation.SignInOperation;
import dev.holdfast.bench.registry.DatabaseTime;
import dev.holdfast.bench.signin.Application;
import dev.holdfast.bench.signin.Device;
import dev.holdfast.bench.signin.DeviceSignIn;
import dev.holdfast.bench.signin.DeviceUser;
import dev.holdfast.bench.signin.PasswordSignIn;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import dev.holdfast.harness.PostgresServer;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the record costs on PostgreSQL: sign-ins of one realm with the record on and off by turns, as many events as the
 * server takes, a draft of a policy replayed over a hundred thousand sign-ins, and pages of a record of ten million events.
 */
final class InsightsBenchmark {
    private static final int WORKERS = 4;
    private static final int USERS = 64;
    private static final int EVENTS = 10_000_000;
    private static final int EVENTS_IF_QUICK = 200_000;
    private static final int CALLS = 10;
    private static final int SIGN_INS = 100_000;
    private static final int SIGN_INS_IF_QUICK = 10_000;
    private static final int SIGN_INS_OF_ONE = 20;
    private static final Duration WARM_UP_SLICE = Duration.ofSeconds(1);
    private static final double SHARE_GOAL_PERCENT = 5;
    private static final double RATE_GOAL = 1_000;
    private static final double PAGE_GOAL_MILLIS = 200;
    private static final double REPLAY_GOAL_SECONDS = 30;

    private final Options options;
    private final Artifacts artifacts;
    private final PrintStream out;

    InsightsBenchmark(Options options, Artifacts artifacts, PrintStream out) {
        this.options = options;
        this.artifacts = artifacts;
        this.out = out;
    }

    void run() {
        List<User> users = IntStream.range(0, USERS)
                .mapToObj(i -> new User("user" + i, new SoftwareAuthenticator()))
                .toList();
        out.println("Starting a stock Keycloak on PostgreSQL");
        try (PostgresServer postgres = PostgresServer.start(DatabaseTime.SETTINGS)) {
            String database = postgres.createDatabase("insights");
            try (MeasuredServer server = MeasuredServer.startOn(
                            postgres,
                            database,
                            "insights",
                            artifacts.folder().resolve("keycloak"),
                            artifacts.serverJar(),
                            users);
                    Load load = new Load(WORKERS, server::cpuTime, System::nanoTime)) {
                try {
                    share(server, load, users);
                    rate(server, load);
                    replay(server, postgres, database);
                    pages(server, new DatabaseTime(postgres, database));
                } catch (RuntimeException e) {
                    out.printf("%nThe end of the server's log:%n%s%n%n", server.logTail());
                    throw e;
                }
            }
        }
    }

    /** A device sign-in shows the record's price, since a password would hide it; its share is of a password sign-in. */
    private void share(MeasuredServer server, Load load, List<User> users) {
        Http http = new Http();
        PasswordSignIn agent = new PasswordSignIn(application(http, server, ServerBenchmark.AGENT_CLIENT));
        Device machine = Device.enrol(http, server.deviceRealm(), server.enrolmentToken());
        List<DeviceUser> registrations = users.stream()
                .map(user -> machine.register(agent, user.name(), user.name()))
                .toList();
        DeviceSignIn device = new DeviceSignIn(application(http, server, MeasuredServer.APPLICATION));
        PasswordSignIn password = new PasswordSignIn(application(http, server, MeasuredServer.APPLICATION));
        List<Turn<DeviceUser>> turns = Turn.deal(registrations, WORKERS);
        Operation recorded = new SignInOperation<>("device sign-in, recorded", turns, device::signIn);
        Operation silent = new SignInOperation<>("device sign-in, not recorded", turns, device::signIn);
        Operation whole = new SignInOperation<>(
                "password sign-in", Turn.deal(users, WORKERS), user -> password.signIn(user.name(), user.name()));
        out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
        for (int i = 0; i <= options.warmUp().dividedBy(WARM_UP_SLICE.multipliedBy(2)); i++) {
            var unusedRecorded = load.run(recorded, WARM_UP_SLICE);
            var unusedWhole = load.run(whole, WARM_UP_SLICE);
        }
        out.printf(
                "Measuring %d rounds of %d s for each of 3 operations%n", options.rounds(), Options.SLICE.toSeconds());
        List<Slice> slices = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Operation operation : round % 2 == 0 ? List.of(recorded, silent) : List.of(silent, recorded)) {
                server.record(operation == recorded);
                slices.add(load.run(operation, Options.SLICE));
            }
            server.record(true);
            slices.add(load.run(whole, Options.SLICE));
        }
        List<Tally> tallies = List.of(Tally.of(recorded, slices), Tally.of(silent, slices), Tally.of(whole, slices));
        out.printf("%n%s%n", Tally.table(tallies));
        double millis = tallies.get(0).cpuMillis() - tallies.get(1).cpuMillis();
        double percent = millis * 100 / tallies.get(2).cpuMillis();
        out.printf(
                Locale.ROOT,
                "a record costs %.2f ms of server CPU, %.1f %% of a password sign-in and %.1f %% of a device sign-in"
                        + " (to reach: at most %.0f %% of a sign-in with a password; %s)%n%n",
                millis,
                percent,
                millis * 100 / tallies.get(1).cpuMillis(),
                SHARE_GOAL_PERCENT,
                percent <= SHARE_GOAL_PERCENT ? "reached" : "MISSED");
    }

    /** The cheapest thing that is recorded: a token that is refused. Keycloak's log of it, a line each, is not our price. */
    private void rate(MeasuredServer server, Load load) {
        Http http = new Http();
        Map<String, String> form = Map.of(
                "grant_type", "refresh_token", "client_id", MeasuredServer.APPLICATION, "refresh_token", "of-no-realm");
        Operation refused = new Operation() {
            @Override
            public String name() {
                return "a refused token, recorded";
            }

            @Override
            public void run(int worker) {
                var unused = http.post(server.deviceRealm().token(), form);
            }
        };
        List<Slice> slices = new ArrayList<>();
        server.log(false);
        var unused = load.run(refused, options.warmUp());
        for (int round = 0; round < options.rounds(); round++) {
            slices.add(load.run(refused, Options.SLICE));
        }
        server.log(true);
        Tally tally = Tally.of(refused, slices);
        out.printf(
                Locale.ROOT,
                "%nevents taken: %.0f a second, each %.2f ms of server CPU with its request (to reach: %.0f a second; %s)%n%n",
                tally.perSecond(),
                tally.cpuMillis(),
                RATE_GOAL,
                tally.perSecond() >= RATE_GOAL ? "reached" : "MISSED");
    }

    /** Once, since the second time would find every person in the server's memory. */
    private void replay(MeasuredServer server, PostgresServer postgres, String database) {
        int signIns = options.quick() ? SIGN_INS_IF_QUICK : SIGN_INS;
        int people = signIns / SIGN_INS_OF_ONE;
        new ReplayFill(postgres, database, server.deviceRealmId()).add(signIns, people);
        long begun = System.nanoTime();
        long total = server.replayed(Map.of(
                "days",
                1,
                "draft",
                Map.of(
                        "name",
                        "Second factor where the device is not ours",
                        "type",
                        "application",
                        "conditions",
                        Map.of("deviceManaged", false),
                        "effect",
                        Map.of("action", "allow", "obligations", Map.of("mfa", Map.of("required", true))))));
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (total < signIns) {
            throw new IllegalStateException("Only " + total + " of " + signIns + " sign-ins were replayed");
        }
        out.printf(
                Locale.ROOT,
                "replay of %,d sign-ins, %,d of them of %,d people whom the server had not seen yet: %.1f s"
                        + " (to reach: at most %.0f s for %,d; %s)%n%n",
                total,
                signIns,
                people,
                seconds,
                REPLAY_GOAL_SECONDS,
                SIGN_INS,
                seconds <= REPLAY_GOAL_SECONDS ? "reached" : "MISSED");
    }

    private void pages(MeasuredServer server, DatabaseTime database) {
        int events = options.quick() ? EVENTS_IF_QUICK : EVENTS;
        out.printf(Locale.ROOT, "Filling the record with %,d events%n", events);
        new RecordFill(database.postgres(), database.database(), server.deviceRealmId()).add(events);
        database.prepare();
        out.printf("%n%-36s %16s %14s%n", "page of 100", "database, ms", "answered, ms");
        double worst = 0;
        for (RecordQuery query : RecordQuery.all(Instant.now())) {
            double[] answered = new double[CALLS];
            double[] asked = new double[CALLS];
            for (int i = -2; i < CALLS; i++) {
                int now = Math.max(0, i); // the first ones warm up
                asked[now] = database.during(() -> {
                            long begun = System.nanoTime();
                            var unused = server.recorded(query.body());
                            answered[now] = (System.nanoTime() - begun) / 1e6;
                        })
                        .millis();
            }
            Arrays.sort(answered);
            Arrays.sort(asked);
            worst = Math.max(worst, answered[CALLS / 2]);
            out.printf(Locale.ROOT, "%-36s %16.1f %14.1f%n", query.what(), asked[CALLS / 2], answered[CALLS / 2]);
        }
        out.printf(
                Locale.ROOT,
                "%ndearest page: %.0f ms (to reach: at most %.0f; %s)%n",
                worst,
                PAGE_GOAL_MILLIS,
                worst <= PAGE_GOAL_MILLIS ? "reached" : "MISSED");
    }

    private static Application application(Http http, MeasuredServer server, String clientId) {
        return new Application(http, server.deviceRealm(), clientId, MeasuredServer.REDIRECT);
    }
}
