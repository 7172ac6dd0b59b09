package dev.holdfast.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.bench.MeasuredServer.User;
import dev.holdfast.bench.load.Load;
import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Rounds;
import dev.holdfast.bench.load.Slice;
import dev.holdfast.bench.load.Tally;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.operation.SignInOperation;
import dev.holdfast.bench.signin.Application;
import dev.holdfast.bench.signin.Device;
import dev.holdfast.bench.signin.DeviceSignIn;
import dev.holdfast.bench.signin.DeviceUser;
import dev.holdfast.bench.signin.PasswordSignIn;
import dev.holdfast.bench.signin.Realm;
import dev.holdfast.bench.wire.Http;
import dev.holdfast.bench.wire.SoftwareAuthenticator;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the gate adds to sign-ins: two realms, alike but for a hundred policies, take turns on one server. */
final class GateBenchmark {

    private static final int WORKERS = 4;
    private static final int USERS = 64;
    private static final int POLICIES = 100;
    private static final Duration WARM_UP_SLICE = Duration.ofSeconds(1);
    private static final double PASSWORD_GOAL_PERCENT = 2;
    private static final double DEVICE_GOAL_PERCENT = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Options options;
    private final Artifacts artifacts;
    private final PrintStream out;

    GateBenchmark(Options options, Artifacts artifacts, PrintStream out) {
        this.options = options;
        this.artifacts = artifacts;
        this.out = out;
    }

    void run() {
        List<User> users = IntStream.range(0, USERS)
                .mapToObj(i -> new User("user" + i, new SoftwareAuthenticator()))
                .toList();
        out.printf("Starting a stock Keycloak (%s)%n", options.postgres() ? "PostgreSQL" : "embedded database");
        try (MeasuredServer server = MeasuredServer.startForGate(
                artifacts.folder().resolve("keycloak"), artifacts.serverJar(), users, options.postgres(), policies())) {
            try {
                out.printf("Registering %d users on a device in each realm%n", USERS);
                measure(server, users);
            } catch (RuntimeException e) {
                out.printf("%nThe end of the server's log:%n%s%n%n", server.logTail());
                throw e;
            }
        }
    }

    /**
     * A fifth is about everybody and the application that is signed in to, and is looked at each time; all of them allow. They
     * look at address, place, device, condition, roles and groups.
     */
    private static List<JsonNode> policies() {
        List<JsonNode> policies = new ArrayList<>();
        for (int i = 0; i < POLICIES; i++) {
            ObjectNode policy = JSON.createObjectNode()
                    .put("name", "Policy " + i)
                    .put("type", "application")
                    .put("priority", i);
            ObjectNode not = policy.putObject("conditions").putObject("not").putObject("not");
            switch (i % 5) {
                case 0 -> not.putObject("locationIn").put("unknown", true);
                case 1 -> not.put("deviceManaged", true);
                case 2 -> not.put("deviceEncrypted", true);
                case 3 -> not.putArray("role").add("role-" + i);
                default -> not.putArray("group").add("/group-" + i);
            }
            policy.putObject("effect").put("action", "allow");
            ObjectNode targets = policy.putObject("targets");
            targets.putObject("users").putArray("inclusions").add("ALL");
            targets.putArray("resources")
                    .addObject()
                    .put("type", "application")
                    .put("id", i < POLICIES / 5 ? MeasuredServer.APPLICATION : "application-" + i);
            policies.add(policy);
        }
        return policies;
    }

    private void measure(MeasuredServer server, List<User> users) {
        Operation realPassword = password("password sign-in (stock)", server.stockRealm(), users);
        Operation password = password("cheap password", server.deviceRealm(), users);
        Operation gatedPassword = password("cheap password, gated", server.gatedRealm(), users);
        Operation device = device("device sign-in", server, server.deviceRealm(), users);
        Operation gatedDevice = device("device sign-in, gated", server, server.gatedRealm(), users);
        List<Operation> operations = List.of(realPassword, password, gatedPassword, device, gatedDevice);
        List<Slice> slices;
        try (Load load = new Load(WORKERS, server::cpuTime, System::nanoTime)) {
            Rounds rounds = new Rounds(load, operations);
            out.printf("Warming up for %d s%n", options.warmUp().toSeconds());
            var unused = rounds.run(
                    1 + (int) options.warmUp().dividedBy(WARM_UP_SLICE.multipliedBy(operations.size())),
                    WARM_UP_SLICE,
                    (round, some) -> {});
            out.printf(
                    "Measuring %d rounds of %d s for each of %d operations%n",
                    options.rounds(), Options.SLICE.toSeconds(), operations.size());
            slices = rounds.run(
                    options.rounds(),
                    Options.SLICE,
                    (round, some) -> out.printf("  round %d of %d%n", round + 1, options.rounds()));
        }
        out.printf(
                "%n%s%n",
                Tally.table(operations.stream()
                        .map(operation -> Tally.of(operation, slices))
                        .toList()));
        double whole = Tally.of(realPassword, slices).cpuMillis();
        added("a password sign-in", password, gatedPassword, whole, PASSWORD_GOAL_PERCENT, slices);
        double plain = Tally.of(device, slices).cpuMillis();
        added("a device sign-in", device, gatedDevice, plain, DEVICE_GOAL_PERCENT, slices);
    }

    /** @param whole server CPU of the sign-in that the gate's share is a part of, in ms */
    private void added(
            String what, Operation without, Operation with, double whole, double goalPercent, List<Slice> slices) {
        double millis =
                Tally.of(with, slices).cpuMillis() - Tally.of(without, slices).cpuMillis();
        double percent = millis * 100 / whole;
        out.printf(
                Locale.ROOT,
                "the gate adds to %s: %.2f ms of server CPU, %.1f %% (to reach: at most %.0f %%; %s)%n",
                what,
                millis,
                percent,
                goalPercent,
                percent <= goalPercent ? "reached" : "MISSED");
    }

    private static Operation password(String name, Realm realm, List<User> users) {
        PasswordSignIn signIn = new PasswordSignIn(
                new Application(new Http(), realm, MeasuredServer.APPLICATION, MeasuredServer.REDIRECT));
        return new SignInOperation<>(name, Turn.deal(users, WORKERS), user -> signIn.signIn(user.name(), user.name()));
    }

    private static Operation device(String name, MeasuredServer server, Realm realm, List<User> users) {
        Http http = new Http();
        PasswordSignIn agent =
                new PasswordSignIn(new Application(http, realm, ServerBenchmark.AGENT_CLIENT, MeasuredServer.REDIRECT));
        Device machine = Device.enrol(http, realm, server.enrolmentToken(realm));
        List<DeviceUser> registrations = users.stream()
                .map(user -> machine.register(agent, user.name(), user.name()))
                .toList();
        DeviceSignIn signIn =
                new DeviceSignIn(new Application(http, realm, MeasuredServer.APPLICATION, MeasuredServer.REDIRECT));
        return new SignInOperation<>(name, Turn.deal(registrations, WORKERS), signIn::signIn);
    }
}
