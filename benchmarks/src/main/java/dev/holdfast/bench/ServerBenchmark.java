package dev.holdfast.bench;

import dev.holdfast.bench.MeasuredServer.User;
import dev.holdfast.bench.load.Load;
import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Rounds;
import dev.holdfast.bench.load.Slice;
import dev.holdfast.bench.load.Tally;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.operation.ClientCredentialsOperation;
import dev.holdfast.bench.operation.ExchangeOperation;
import dev.holdfast.bench.operation.ProofOperation;
import dev.holdfast.bench.operation.RefreshOperation;
import dev.holdfast.bench.operation.RefreshOperation.Family;
import dev.holdfast.bench.operation.RefusalOperation;
import dev.holdfast.bench.operation.SignInOperation;
import dev.holdfast.bench.signin.Application;
import dev.holdfast.bench.signin.Device;
import dev.holdfast.bench.signin.DeviceSignIn;
import dev.holdfast.bench.signin.DeviceUser;
import dev.holdfast.bench.signin.PasswordSignIn;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.signin.WebAuthnSignIn;
import dev.holdfast.bench.wire.ClientKey;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Runs all operations against one server in alternating slices and reports what each costs it. */
final class ServerBenchmark {

    private static final int WORKERS = 4;

    /** So many that no registration comes near its limit of exchanges per minute. */
    private static final int USERS = 64;

    private static final Duration WARM_UP_SLICE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(3);
    static final String AGENT_CLIENT = "holdfast-agent";

    private final Options options;
    private final Artifacts artifacts;
    private final PrintStream out;

    ServerBenchmark(Options options, Artifacts artifacts, PrintStream out) {
        this.options = options;
        this.artifacts = artifacts;
        this.out = out;
    }

    void run() {
        List<User> users = IntStream.range(0, USERS)
                .mapToObj(i -> new User("user" + i, new SoftwareAuthenticator()))
                .toList();
        Path folder = artifacts.folder().resolve("keycloak");
        Path recording = options.profile() ? artifacts.folder().resolve("server.jfr") : null;
        out.printf("Starting a stock Keycloak (%s)%n", options.postgres() ? "PostgreSQL" : "embedded database");
        List<Slice> slices;
        Operations operations;
        boolean refusals = options.mode() == Options.Mode.REFUSALS;
        try (MeasuredServer server =
                MeasuredServer.start(folder, artifacts.serverJar(), users, options.postgres(), recording)) {
            try {
                out.printf("Registering %d users on a device%n", USERS);
                operations = operations(server, users);
                slices = measure(server, refusals ? operations.refusals() : operations.all());
            } catch (RuntimeException e) {
                out.printf("%nThe end of the server's log:%n%s%n%n", server.logTail());
                throw e;
            }
        }
        if (refusals) {
            reportRefusals(operations, slices);
        } else {
            report(operations, slices);
        }
        if (recording != null) {
            new ProfileReport(recording, out).print(refusals ? operations.refusals() : operations.compared(), slices);
        }
    }

    /** The operations, in the table's order. */
    private record Operations(
            Operation exchange,
            Operation proof,
            Operation dpopRefresh,
            Operation refresh,
            Operation clientCredentials,
            Operation deviceSignIn,
            Operation webAuthnSignIn,
            Operation passwordSignIn,
            Operation unknownRegistration,
            Operation badSignature) {

        List<Operation> all() {
            return List.of(
                    exchange,
                    proof,
                    dpopRefresh,
                    refresh,
                    clientCredentials,
                    deviceSignIn,
                    webAuthnSignIn,
                    passwordSignIn);
        }

        /** Apart from the others: what is compared here is time, to see whether it tells anything. */
        List<Operation> refusals() {
            return List.of(unknownRegistration, badSignature);
        }

        List<Operation> compared() {
            return List.of(exchange, proof, dpopRefresh, deviceSignIn, webAuthnSignIn);
        }
    }

    private static Operations operations(MeasuredServer server, List<User> users) {
        Http http = new Http();
        Realm device = server.deviceRealm();
        Realm stock = server.stockRealm();
        List<Turn<User>> people = Turn.deal(users, WORKERS);

        PasswordSignIn agent = new PasswordSignIn(new Application(http, device, AGENT_CLIENT, MeasuredServer.REDIRECT));
        Device machine = Device.enrol(http, device, server.enrolmentToken());
        List<Turn<DeviceUser>> registrations = Turn.deal(
                users.stream()
                        .map(user -> machine.register(agent, user.name(), user.name()))
                        .toList(),
                WORKERS);

        DeviceSignIn deviceSignIn = new DeviceSignIn(application(http, device, MeasuredServer.APPLICATION));
        WebAuthnSignIn webAuthn = new WebAuthnSignIn(application(http, stock, MeasuredServer.WEBAUTHN_APPLICATION));
        PasswordSignIn password = new PasswordSignIn(application(http, stock, MeasuredServer.APPLICATION));
        return new Operations(
                new ExchangeOperation(deviceSignIn, registrations),
                new ProofOperation(deviceSignIn, registrations),
                new RefreshOperation(
                        "DPoP refresh, rotating",
                        families(
                                users,
                                user -> Family.begin(
                                        http,
                                        stock,
                                        MeasuredServer.DPOP_REFRESHER,
                                        Optional.of(ClientKey.generate()),
                                        user.name(),
                                        user.name()))),
                new RefreshOperation(
                        "refresh, rotating",
                        families(
                                users,
                                user -> Family.begin(
                                        http,
                                        stock,
                                        MeasuredServer.REFRESHER,
                                        Optional.empty(),
                                        user.name(),
                                        user.name()))),
                new ClientCredentialsOperation(http, stock, MeasuredServer.SERVICE, MeasuredServer.SERVICE_SECRET),
                new SignInOperation<>("device sign-in", registrations, deviceSignIn::signIn),
                new SignInOperation<>(
                        "WebAuthn sign-in", people, user -> webAuthn.signIn(user.name(), user.authenticator())),
                new SignInOperation<>("password sign-in", people, user -> password.signIn(user.name(), user.name())),
                new RefusalOperation(deviceSignIn, registrations, false),
                new RefusalOperation(deviceSignIn, registrations, true));
    }

    private static Application application(Http http, Realm realm, String clientId) {
        return new Application(http, realm, clientId, MeasuredServer.REDIRECT);
    }

    private static List<Turn<Family>> families(List<User> users, Function<User, Family> begin) {
        return Turn.deal(users.stream().map(begin).toList(), WORKERS);
    }

    private List<Slice> measure(MeasuredServer server, List<Operation> operations) {
        try (Load load = new Load(WORKERS, server::cpuTime, System::nanoTime)) {
            Rounds rounds = new Rounds(load, operations);
            int warmUpRounds = 1 + (int) options.warmUp().dividedBy(WARM_UP_SLICE.multipliedBy(operations.size()));
            out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
            var unused = rounds.run(warmUpRounds, WARM_UP_SLICE, (round, slices) -> {});
            out.printf(
                    "Measuring %d rounds of %d s for each of %d operations%n",
                    options.rounds(), Options.SLICE.toSeconds(), operations.size());
            out.printf(Locale.ROOT, "  idle, the server uses %.1f %% of a core%n", idlePercent(server));
            return rounds.run(
                    options.rounds(),
                    Options.SLICE,
                    (round, slices) -> out.printf("  round %d of %d%n", round + 1, options.rounds()));
        }
    }

    private static double idlePercent(MeasuredServer server) {
        Duration before = server.cpuTime();
        try {
            Thread.sleep(IDLE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was idle", e);
        }
        return server.cpuTime().minus(before).toMillis() * 100.0 / IDLE.toMillis();
    }

    private void report(Operations operations, List<Slice> slices) {
        List<Tally> tallies = operations.all().stream()
                .map(operation -> Tally.of(operation, slices))
                .toList();
        out.printf("%n%s%n", Tally.table(tallies));
        out.printf(
                "%d closed-loop workers, client on the same machine; its own CPU is not counted%s.%n%n",
                WORKERS, options.postgres() ? ", nor is the database's" : "");
        ratio("exchange / dpop-refresh cpu ratio", operations.exchange(), operations.dpopRefresh(), 0.5, slices);
        ratio("cookie proof / exchange cpu ratio", operations.proof(), operations.exchange(), 1.2, slices);
        ratio(
                "device sign-in / webauthn sign-in cpu ratio",
                operations.deviceSignIn(),
                operations.webAuthnSignIn(),
                0.8,
                slices);
    }

    private void reportRefusals(Operations operations, List<Slice> slices) {
        Tally unknown = Tally.of(operations.unknownRegistration(), slices);
        Tally badSignature = Tally.of(operations.badSignature(), slices);
        out.printf("%n%s%n", Tally.table(List.of(unknown, badSignature)));
        out.printf(
                Locale.ROOT,
                "unknown registration / bad signature: %.2f of the p50 time, %.2f of the cpu%n",
                unknown.medianMillis() / badSignature.medianMillis(),
                unknown.cpuMillis() / badSignature.cpuMillis());
    }

    private void ratio(String name, Operation ours, Operation peer, double goal, List<Slice> slices) {
        double ratio =
                Tally.of(ours, slices).cpuMillis() / Tally.of(peer, slices).cpuMillis();
        out.printf(
                Locale.ROOT,
                "%s: %.2f (to reach: at most %.1f; %s)%n",
                name,
                ratio,
                goal,
                ratio <= goal ? "reached" : "MISSED");
    }
}
