package dev.holdfast.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdfast.bench.MeasuredServer.User;
import dev.holdfast.bench.load.Load;
import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Slice;
import dev.holdfast.bench.load.Tally;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.operation.ExchangeOperation;
import dev.holdfast.bench.registry.DatabaseTime;
import dev.holdfast.bench.registry.ListCall;
import dev.holdfast.bench.registry.RegistryFill;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Two servers side by side, alike but for their registries: a thousand devices here, a million there. Exchanges take turns
 * between them in slices; then the pages of the large list are measured at the database.
 */
final class RegistryBenchmark {

    private static final int WORKERS = 4;
    private static final int USERS = 64;
    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;
    private static final int MANY_IF_QUICK = 50_000;
    private static final Duration WARM_UP_SLICE = Duration.ofSeconds(1);

    /** More than PostgreSQL and its driver need before they keep a plan. */
    private static final int WARM_UP_CALLS = 12;

    private static final int CALLS = 20;
    private static final int COUNTINGS = 5;
    private static final int[] REPORTS = {10_000, 100_000};
    private static final double EXCHANGE_GOAL = 1.1;
    private static final double PAGE_GOAL_MILLIS = 100;

    private final Options options;
    private final Artifacts artifacts;
    private final PrintStream out;
    private final int many;

    RegistryBenchmark(Options options, Artifacts artifacts, PrintStream out) {
        this.options = options;
        this.artifacts = artifacts;
        this.out = out;
        this.many = options.quick() ? MANY_IF_QUICK : MANY;
    }

    /** A server with a registry of its own and the exchanges that are asked of it. */
    private record Side(MeasuredServer server, DatabaseTime database, Load load, Operation exchange)
            implements AutoCloseable {
        @Override
        public void close() {
            load.close();
            server.close();
        }
    }

    private record Named(String name, Operation operation) implements Operation {
        @Override
        public void prepare(int worker) {
            operation.prepare(worker);
        }

        @Override
        public void run(int worker) {
            operation.run(worker);
        }
    }

    void run() {
        try (PostgresServer postgres = PostgresServer.start(DatabaseTime.SETTINGS);
                Side few = side(postgres, "few", FEW);
                Side large = side(postgres, "many", many)) {
            exchanges(few, large);
            pages(large);
            posture(large);
        }
    }

    private Side side(PostgresServer postgres, String name, int registrations) {
        out.printf(Locale.ROOT, "Starting a stock Keycloak for %,d registrations on PostgreSQL%n", registrations);
        List<User> users = IntStream.range(0, USERS)
                .mapToObj(i -> new User("user" + i, new SoftwareAuthenticator()))
                .toList();
        String database = postgres.createDatabase(name);
        MeasuredServer server = MeasuredServer.startOn(
                postgres, database, name, artifacts.folder().resolve("keycloak"), artifacts.serverJar(), users);
        try {
            Operation exchange =
                    new Named(String.format(Locale.ROOT, "exchange, %,d", registrations), exchangesOf(server, users));
            long begun = System.nanoTime();
            RegistryFill fill = new RegistryFill(postgres, database, server.deviceRealmId());
            fill.add(registrations - USERS);
            fill.settle();
            out.printf(
                    "  filled in %d s%n",
                    Duration.ofNanos(System.nanoTime() - begun).toSeconds());
            DatabaseTime time = new DatabaseTime(postgres, database);
            time.prepare();
            return new Side(server, time, new Load(WORKERS, server::cpuTime, System::nanoTime), exchange);
        } catch (RuntimeException e) {
            out.printf("%nThe end of the server's log:%n%s%n%n", server.logTail());
            server.close();
            throw e;
        }
    }

    private static Operation exchangesOf(MeasuredServer server, List<User> users) {
        Http http = new Http();
        PasswordSignIn agent = new PasswordSignIn(application(http, server, ServerBenchmark.AGENT_CLIENT));
        Device machine = Device.enrol(http, server.deviceRealm(), server.enrolmentToken());
        List<Turn<DeviceUser>> registrations = Turn.deal(
                users.stream()
                        .map(user -> machine.register(agent, user.name(), user.name()))
                        .toList(),
                WORKERS);
        return new ExchangeOperation(
                new DeviceSignIn(application(http, server, MeasuredServer.APPLICATION)), registrations);
    }

    private static Application application(Http http, MeasuredServer server, String clientId) {
        return new Application(http, server.deviceRealm(), clientId, MeasuredServer.REDIRECT);
    }

    private void exchanges(Side few, Side large) {
        out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
        long warmUps = 1 + options.warmUp().dividedBy(WARM_UP_SLICE.multipliedBy(2));
        for (int i = 0; i < warmUps; i++) {
            var unusedFew = few.load().run(few.exchange(), WARM_UP_SLICE);
            var unusedLarge = large.load().run(large.exchange(), WARM_UP_SLICE);
        }
        out.printf("Measuring %d rounds of %d s on each side%n", options.rounds(), Options.SLICE.toSeconds());
        List<Slice> slices = new ArrayList<>();
        double[] databaseMillis = new double[2];
        for (int round = 0; round < options.rounds(); round++) {
            List<Side> turn = round % 2 == 0 ? List.of(few, large) : List.of(large, few);
            for (Side side : turn) {
                databaseMillis[side == few ? 0 : 1] += side.database()
                        .during(() -> slices.add(side.load().run(side.exchange(), Options.SLICE)))
                        .millis();
            }
        }
        Tally fewTally = Tally.of(few.exchange(), slices);
        Tally largeTally = Tally.of(large.exchange(), slices);
        out.printf("%n%s%n", Tally.table(List.of(fewTally, largeTally)));
        out.printf(
                Locale.ROOT,
                "at the database, ms per exchange: %.3f and %.3f%n",
                databaseMillis[0] / fewTally.operations(),
                databaseMillis[1] / largeTally.operations());
        double ratio = largeTally.cpuMillis() / fewTally.cpuMillis();
        out.printf(
                Locale.ROOT,
                "exchange with %,d / with %,d registrations, cpu ratio: %.2f (to reach: at most %.1f; %s)%n%n",
                many,
                FEW,
                ratio,
                EXCHANGE_GOAL,
                ratio <= EXCHANGE_GOAL ? "reached" : "MISSED");
    }

    private void pages(Side side) {
        out.printf(Locale.ROOT, "The list of %,d devices: the middle of %d calls%n%n", many, CALLS);
        out.printf(Locale.ROOT, "%-34s %16s %16s %14s%n", "what", "database, ms", "worst call, ms", "answered, ms");
        double worst = 0;
        RegistryFill fill = new RegistryFill(
                side.database().postgres(),
                side.database().database(),
                side.server().deviceRealmId());
        for (ListCall call : ListCall.all(fill)) {
            worst = Math.max(worst, page(side, call));
        }
        out.printf(
                Locale.ROOT,
                "%ndearest at the database: %.1f ms (to reach: less than %.0f; %s)%n",
                worst,
                PAGE_GOAL_MILLIS,
                worst < PAGE_GOAL_MILLIS ? "reached" : "MISSED");
    }

    /** The counts of conditions, each time counted anew: they are, when the realm demands something else than before. */
    private void posture(Side side) {
        out.printf(
                Locale.ROOT,
                "%nThe counts of conditions in the same realm, counted anew: the middle of %d calls%n%n",
                COUNTINGS);
        out.printf(
                "%-22s %14s %14s %14s %18s%n",
                "reports", "answered, ms", "server cpu, ms", "database, ms", "from memory, ms");
        RegistryFill fill = new RegistryFill(
                side.database().postgres(),
                side.database().database(),
                side.server().deviceRealmId());
        int reported = 0;
        for (int reports : IntStream.of(REPORTS).filter(some -> some < many).toArray()) {
            reported = posture(side, fill, reported, reports);
        }
        posture(side, fill, reported, many - USERS);
    }

    private int posture(Side side, RegistryFill fill, int reported, int reports) {
        fill.report(reported + 1, reports);
        double[] answered = new double[COUNTINGS];
        double[] cpu = new double[COUNTINGS];
        double[] database = new double[COUNTINGS];
        double[] remembered = new double[COUNTINGS];
        for (int i = -1; i < COUNTINGS; i++) {
            side.server().configure("postureLifetime", String.valueOf(80_000 + reports % 1_000 + i));
            int now = Math.max(0, i); // the first one warms up
            Duration before = side.server().cpuTime();
            database[now] = side.database()
                    .during(() -> answered[now] = millis(side.server()::postureCounts))
                    .millis();
            cpu[now] = side.server().cpuTime().minus(before).toNanos() / 1e6;
            remembered[now] = millis(side.server()::postureCounts);
        }
        out.printf(
                Locale.ROOT,
                "%-22s %14.0f %14.0f %14.0f %18.1f%n",
                String.format(Locale.ROOT, "%,d", reports),
                middle(answered),
                middle(cpu),
                middle(database),
                middle(remembered));
        return reports;
    }

    private static double millis(Supplier<JsonNode> call) {
        long begun = System.nanoTime();
        var unused = call.get();
        return (System.nanoTime() - begun) / 1e6;
    }

    private static double middle(double[] figures) {
        return Arrays.stream(figures)
                .sorted()
                .skip(figures.length / 2)
                .findFirst()
                .orElseThrow();
    }

    /** Returns what a call of this kind costs the database. */
    private double page(Side side, ListCall call) {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            var unused = side.server().devices(call.path());
        }
        double[] database = new double[CALLS];
        long[] answered = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            int now = i;
            database[i] = side.database()
                    .during(() -> {
                        long begun = System.nanoTime();
                        var unused = side.server().devices(call.path());
                        answered[now] = System.nanoTime() - begun;
                    })
                    .millis();
        }
        Arrays.sort(database);
        out.printf(
                Locale.ROOT,
                "%-34s %16.1f %16.1f %14.1f%n",
                call.what(),
                database[CALLS / 2],
                database[CALLS - 1],
                LongStream.of(answered).sorted().skip(CALLS / 2).findFirst().orElseThrow() / 1e6);
        return database[CALLS / 2];
    }
}
