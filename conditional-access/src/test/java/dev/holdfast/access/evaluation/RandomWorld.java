package dev.holdfast.access.evaluation;

import dev.holdfast.access.PolicyForms;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Effect;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.Mode;
import dev.holdfast.access.policy.Obligations;
import dev.holdfast.access.policy.OnMissing;
import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.policy.ResourceType;
import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.access.policy.Targets;
import dev.holdfast.access.policy.UserVerification;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.access.signal.Signals;
import dev.holdfast.place.Place;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Policies and requests of a small world, so that they meet; every signal is sometimes missing. */
final class RandomWorld {
    private static final List<String> USERS =
            List.of("ada", "bob", PolicyForms.idOf("ada"), PolicyForms.idOf("bob"), "Bob", "zoe");
    private static final List<String> GROUPS = List.of("/staff", "/staff/it", "/guests", "/vpn");
    private static final List<String> ROLES = List.of("admin", "wiki/editor", "auditor");
    private static final List<String> CLIENTS = List.of("wiki", "mail", "pay");
    private static final List<String> LISTS = List.of("office", "vpn", "gone", "six");
    private static final List<String> COUNTRIES = List.of("AT", "DE", "US");
    private static final List<String> REGIONS = List.of("AT-9", "US-CA", "DE-BY");
    private static final List<String> CONTINENTS = List.of("EU", "NA");
    private static final List<String> FAMILIES = List.of("linux", "macos", "windows");
    private static final List<String> VERSIONS = List.of("10", "10.0.1", "14.5", "14.5.1", "15");
    private static final List<String> ASSURANCES = List.of("software", "hardware", "attested");
    private static final List<String> FACTORS = List.of("DURT", "WEBAUTHN", "PUSH", "TOTP", "PASSWORD");

    private final Random random;

    RandomWorld(long seed) {
        random = new Random(seed);
    }

    List<Policy> policies() {
        return policies(random.nextInt(10) + 1);
    }

    List<Policy> policies(int count) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            policies.add(policy("p" + i));
        }
        return policies;
    }

    /** Policies about everybody and one type, most of which wait for something that few requests have. */
    List<Policy> crowd(int count) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Policy some = policy("p" + i);
            Targets everybody = new Targets(
                    true,
                    Set.of(),
                    some.targets().excludedUsers(),
                    Set.of(),
                    some.targets().excludedGroups(),
                    List.of());
            policies.add(new Policy(
                    some.id(),
                    some.name(),
                    "",
                    some.disabled(),
                    some.mode(),
                    some.priority(),
                    ResourceType.APPLICATION,
                    everybody,
                    waiting(),
                    some.onMissing(),
                    some.effect()));
        }
        return policies;
    }

    private Condition waiting() {
        Condition key = switch (random.nextInt(5)) {
            case 0 -> new Condition.Group(some(GROUPS, 1));
            case 1 -> new Condition.Role(some(ROLES, 1));
            case 2 -> new Condition.AuthenticationMethod(some(FACTORS, 1));
            case 3 -> new Condition.UserAttribute("contract", some(List.of("external", "old", "new"), 1));
            default -> new Condition.LocationIn(some(COUNTRIES, 1), Set.of(), Set.of(), false, false);
        };
        return switch (random.nextInt(4)) {
            case 0 -> key;
            case 1 -> condition(2);
            default -> new Condition.All(List.of(key, condition(1)));
        };
    }

    Effect effect() {
        Optional<DenialMessage> message = maybe(() -> new DenialMessage("m" + random.nextInt(1_000), List.of()));
        return random.nextInt(4) == 0
                ? new Effect.Deny(message)
                : new Effect.Allow(random.nextInt(3) == 0 ? Obligations.NONE : obligations(), message);
    }

    Signals signals() {
        String user = one(List.of("ada", "bob", "zoe", PolicyForms.idOf("ada")));
        return new Signals(
                new Person(
                        PolicyForms.idOf(user),
                        user,
                        some(GROUPS, 0),
                        some(ROLES, 0),
                        random.nextBoolean()
                                ? Map.of()
                                : Map.of("contract", new ArrayList<>(some(List.of("external", "old"), 0))),
                        maybe(random::nextBoolean)),
                type(),
                one(CLIENTS),
                Instant.parse("2026-03-27T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(7 * 24 * 60))),
                maybe(this::address),
                place(),
                device(),
                factors(0),
                maybe(() -> new Risk(one(List.of(RiskLevel.values())), List.of())));
    }

    private Policy policy(String id) {
        return new Policy(
                id,
                id,
                "",
                random.nextInt(10) == 0,
                random.nextInt(5) == 0 ? Mode.REPORT : Mode.ENFORCE,
                random.nextInt(5),
                type(),
                targets(),
                condition(3),
                random.nextInt(4) == 0 ? OnMissing.SKIP : OnMissing.DEFAULT,
                effect());
    }

    private Targets targets() {
        return new Targets(
                random.nextInt(3) > 0,
                some(USERS, 0),
                random.nextInt(3) == 0 ? some(USERS, 0) : Set.of(),
                some(GROUPS, 0),
                random.nextInt(3) == 0 ? some(GROUPS, 0) : Set.of(),
                random.nextBoolean() ? List.of() : resources());
    }

    private List<Targets.Resource> resources() {
        List<Targets.Resource> resources = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            resources.add(new Targets.Resource(type(), maybe(() -> one(CLIENTS))));
        }
        return resources;
    }

    private Obligations obligations() {
        return new Obligations(
                random.nextInt(3) > 0,
                maybe(() -> factors(1)),
                one(List.of(UserVerification.values())),
                new SessionLimits(
                        maybe(() -> Duration.ofMinutes(random.nextInt(5))),
                        maybe(() -> Duration.ofMinutes(1 + random.nextInt(5)))));
    }

    Condition condition(int depth) {
        int kind = random.nextInt(depth > 0 ? 26 : 17);
        return switch (kind) {
            case 0 -> new Condition.AddressIn(new ArrayList<>(some(LISTS, 0)));
            case 1 ->
                new Condition.LocationIn(
                        some(COUNTRIES, 0),
                        some(CONTINENTS, 0),
                        some(REGIONS, 0),
                        random.nextInt(4) == 0,
                        random.nextInt(4) == 0);
            case 2 -> new Condition.DeviceManaged(random.nextBoolean());
            case 3 -> new Condition.DeviceEncrypted(random.nextBoolean());
            case 4 -> new Condition.DeviceFirewall(random.nextBoolean());
            case 5 -> new Condition.DeviceCompliant(random.nextBoolean());
            case 6 -> new Condition.DeviceOs(one(FAMILIES), maybe(() -> one(VERSIONS)));
            case 7 -> new Condition.DeviceScreenLock(1 + random.nextInt(4));
            case 8 -> new Condition.DeviceAssurance(one(ASSURANCES));
            case 9 -> new Condition.DevicePostureAge(1 + random.nextInt(3));
            case 10 -> new Condition.UserAttribute("contract", some(List.of("external", "old", "new"), 0));
            case 11 -> new Condition.Role(some(ROLES, 1));
            case 12 -> new Condition.Group(some(GROUPS, 1));
            case 13 -> new Condition.AuthenticationMethod(some(FACTORS, 1));
            case 14 ->
                new Condition.TimeOfDay(
                        ZoneId.of(one(List.of("UTC", "Europe/Vienna", "Pacific/Auckland"))),
                        random.nextBoolean() ? Set.of() : some(List.of(DayOfWeek.values()), 1),
                        time(),
                        time());
            case 15 -> new Condition.Risk(one(List.of(RiskLevel.values())));
            case 16 -> new Condition.MfaConfigured(random.nextBoolean());
            case 17, 18, 19 -> new Condition.All(parts(depth));
            case 20, 21, 22 -> new Condition.Any(parts(depth));
            default -> new Condition.Not(condition(depth - 1));
        };
    }

    private List<Condition> parts(int depth) {
        List<Condition> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            parts.add(condition(depth - 1));
        }
        return parts;
    }

    private Place place() {
        return switch (random.nextInt(4)) {
            case 0 -> Place.UNKNOWN;
            case 1 -> Place.PRIVATE_NETWORK;
            default -> {
                String region = one(REGIONS);
                yield new Place.Located(
                        region.substring(0, 2),
                        maybe(() -> region.startsWith("US") ? "NA" : "EU"),
                        maybe(() -> random.nextBoolean() ? region : region.substring(0, 3) + "X"),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty());
            }
        };
    }

    private DeviceSignal device() {
        if (random.nextInt(3) == 0) {
            return new DeviceSignal.None();
        }
        return new DeviceSignal.Proven(
                "laptop",
                random.nextInt(6) == 0 ? "odd" : one(ASSURANCES),
                random.nextBoolean(),
                maybe(random::nextBoolean),
                maybe(random::nextBoolean),
                maybe(() -> random.nextInt(6)),
                maybe(() -> one(FAMILIES)),
                maybe(() -> random.nextInt(6) == 0 ? "rolling" : one(VERSIONS) + (random.nextBoolean() ? "" : " LTS")),
                maybe(random::nextBoolean),
                maybe(() ->
                        Instant.parse("2026-03-27T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(7 * 24 * 60)))));
    }

    private IpAddress address() {
        String text = random.nextBoolean()
                ? "192.0.2." + random.nextInt(16)
                : "2001:db8::" + Integer.toHexString(random.nextInt(16));
        return IpAddress.parse(text).orElseThrow();
    }

    private LocalTime time() {
        return LocalTime.of(random.nextInt(24), random.nextInt(2) * 30);
    }

    private ResourceType type() {
        return random.nextInt(3) > 0 ? ResourceType.APPLICATION : one(List.of(ResourceType.values()));
    }

    private Set<Factor> factors(int least) {
        Set<Factor> factors = new HashSet<>();
        some(FACTORS, least).forEach(name -> factors.add(new Factor(name)));
        return factors;
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value.get());
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private <T> Set<T> some(List<T> all, int least) {
        Set<T> some = new HashSet<>();
        for (int i = least + random.nextInt(3 - least); i > 0; i--) {
            some.add(one(all));
        }
        return some;
    }
}
