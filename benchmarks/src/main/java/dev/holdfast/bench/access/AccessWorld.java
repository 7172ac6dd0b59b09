package dev.holdfast.bench.access;

import dev.holdfast.access.address.AddressRange;
import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.address.IpAddress;
import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.condition.RiskLevel;
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
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A large company's realm: 200 applications, 500 groups, 300 roles, ten address lists of 100,000 blocks; people in 12 groups
 * with 30 roles. The same each time.
 */
final class AccessWorld {
    static final Effect DEFAULT = new Effect.Allow(Obligations.NONE);
    static final int REQUESTS = 1_024;

    private static final int LISTS = 10;
    private static final int BLOCKS = 100_000;
    private static final int CLIENTS = 200;
    private static final int GROUPS = 500;
    private static final int ROLES = 300;
    private static final int USERS = 20_000;
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final List<String> COUNTRIES =
            List.of("AT", "DE", "CH", "FR", "IT", "US", "CA", "GB", "IN", "JP", "BR", "AU", "SE", "PL", "ES", "NL");

    private final Random random = new Random(11);

    /** Ranges by the lists' names; three in ten are IPv6. */
    Map<String, List<AddressRange>> ranges() {
        Map<String, List<AddressRange>> lists = new LinkedHashMap<>();
        for (int list = 0; list < LISTS; list++) {
            List<AddressRange> ranges = new ArrayList<>(BLOCKS);
            for (int i = 0; i < BLOCKS; i++) {
                ranges.add(random.nextInt(10) < 7 ? ipv4Block() : ipv6Block());
            }
            lists.put("list-" + list, ranges);
        }
        return lists;
    }

    static Map<String, AddressSet> sets(Map<String, List<AddressRange>> ranges) {
        Map<String, AddressSet> sets = new LinkedHashMap<>();
        ranges.forEach((name, some) -> sets.put(name, AddressSet.of(some)));
        return sets;
    }

    /** Of a hundred policies two are about everybody and every application, thirty about one application, and so on. */
    List<Policy> policies(int count) {
        List<Policy> policies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(100);
            Set<String> nobody = Set.of();
            Targets targets;
            ResourceType type = ResourceType.APPLICATION;
            if (kind < 2) {
                targets = new Targets(true, nobody, nobody, nobody, Set.of("/glass"), List.of());
            } else if (kind < 32) {
                targets = new Targets(true, nobody, nobody, nobody, nobody, List.of(client()));
            } else if (kind < 57) {
                targets = new Targets(false, nobody, nobody, Set.of(group()), nobody, List.of());
            } else if (kind < 82) {
                targets =
                        new Targets(false, nobody, nobody, Set.of(group(), group() + "/x"), nobody, List.of(client()));
            } else if (kind < 90) {
                targets = new Targets(false, Set.of(user(), user() + "-x"), nobody, nobody, nobody, List.of());
            } else {
                targets = Targets.ALL;
                type = ResourceType.ADMIN_PORTAL;
            }
            policies.add(policy("p" + i, type, targets, condition()));
        }
        return policies;
    }

    /** All of them about everybody and one application: who is meant, their conditions say. */
    List<Policy> crowd(int count) {
        Targets targets = new Targets(
                true,
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of(new Targets.Resource(ResourceType.APPLICATION, Optional.of("client-0"))));
        List<Policy> policies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Condition who = switch (random.nextInt(3)) {
                case 0 -> new Condition.Group(Set.of(group() + "/" + random.nextInt(20)));
                case 1 -> new Condition.Role(Set.of(role() + "-" + random.nextInt(20)));
                default -> new Condition.UserAttribute("cost-centre", Set.of("c" + random.nextInt(4_000)));
            };
            policies.add(
                    policy("p" + i, ResourceType.APPLICATION, targets, new Condition.All(List.of(who, condition()))));
        }
        return policies;
    }

    /** Of each request its signals, gathered anew each time, as the gate does before it decides. */
    List<Supplier<Signals>> requests() {
        return Stream.generate(this::request).limit(REQUESTS).toList();
    }

    private Supplier<Signals> request() {
        Set<String> groups = new HashSet<>();
        while (groups.size() < 12) {
            groups.add(group());
        }
        Set<String> roles = new HashSet<>();
        while (roles.size() < 30) {
            roles.add(role());
        }
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        String user = user();
        Map<String, List<String>> attributes = Map.of("cost-centre", List.of("c" + random.nextInt(4_000)));
        String client =
                random.nextInt(4) == 0 ? "client-0" : client().clientId().orElseThrow();
        Instant time = NOW.plusSeconds(random.nextInt(86_400));
        IpAddress address = address();
        DeviceSignal device = device();
        return () -> new Signals(
                new Person("id-" + user, user, groups, roles, attributes, Optional.of(true)),
                ResourceType.APPLICATION,
                client,
                time,
                Optional.of(address),
                new Place.Located(
                        country,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.empty()),
                device,
                Set.of(Factor.PASSWORD),
                Optional.of(new Risk(RiskLevel.LOW, List.of())));
    }

    private static Policy policy(String id, ResourceType type, Targets targets, Condition condition) {
        return new Policy(
                id,
                id,
                "",
                false,
                Mode.ENFORCE,
                100,
                type,
                targets,
                condition,
                OnMissing.DEFAULT,
                new Effect.Allow(new Obligations(true, Optional.empty(), UserVerification.NONE, SessionLimits.NONE)));
    }

    /** What admins write: two or three things that must hold together, seldom all of which do. */
    private Condition condition() {
        Condition address = new Condition.AddressIn(List.of("list-" + random.nextInt(LISTS)));
        return switch (random.nextInt(6)) {
            case 0 -> new Condition.All(List.of(address, new Condition.DeviceManaged(false)));
            case 1 ->
                new Condition.All(List.of(
                        new Condition.LocationIn(
                                Set.copyOf(
                                        List.of(COUNTRIES.get(random.nextInt(16)), COUNTRIES.get(random.nextInt(16)))),
                                Set.of(),
                                Set.of(),
                                false,
                                false),
                        new Condition.DeviceCompliant(false)));
            case 2 -> new Condition.All(List.of(new Condition.Role(Set.of(role())), new Condition.Not(address)));
            case 3 ->
                new Condition.All(List.of(
                        new Condition.TimeOfDay(
                                ZoneId.of("Europe/Vienna"),
                                Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                                LocalTime.of(random.nextInt(12), 0),
                                LocalTime.of(12 + random.nextInt(12), 0)),
                        new Condition.Not(new Condition.DeviceEncrypted(true))));
            case 4 ->
                new Condition.Any(List.of(
                        new Condition.Risk(RiskLevel.HIGH),
                        new Condition.All(List.of(
                                new Condition.DeviceOs("windows", Optional.of("10.0." + random.nextInt(20_000))),
                                new Condition.DeviceFirewall(false)))));
            default ->
                new Condition.All(List.of(
                        new Condition.Group(Set.of(group())),
                        new Condition.Not(new Condition.DeviceManaged(true)),
                        new Condition.Not(address)));
        };
    }

    private DeviceSignal device() {
        Optional<Boolean> good = Optional.of(true);
        return new DeviceSignal.Proven(
                "laptop",
                "hardware",
                true,
                good,
                good,
                Optional.of(5),
                Optional.of(random.nextBoolean() ? "windows" : "linux"),
                Optional.of("10.0.22631"),
                good,
                Optional.of(NOW));
    }

    private IpAddress address() {
        if (random.nextInt(10) < 7) {
            return new IpAddress(0, 0xFFFF00000000L | (random.nextInt() & 0xFFFFFFFFL));
        }
        return new IpAddress(0x2001_0000_0000_0000L | random.nextLong() >>> 16, random.nextLong());
    }

    private AddressRange ipv4Block() {
        int shift = random.nextInt(3) * 4;
        long first = 0xFFFF00000000L | (random.nextInt() & 0xFFFFFFFFL) >>> shift << shift;
        return new AddressRange(new IpAddress(0, first), new IpAddress(0, first | (1L << shift) - 1));
    }

    private AddressRange ipv6Block() {
        long first = 0x2001_0000_0000_0000L | random.nextLong() >>> 16 & ~0xFFFFL;
        return new AddressRange(new IpAddress(first, 0), new IpAddress(first | 0xFFFFL, -1));
    }

    private Targets.Resource client() {
        return new Targets.Resource(ResourceType.APPLICATION, Optional.of("client-" + random.nextInt(CLIENTS)));
    }

    private String group() {
        return "/group-" + random.nextInt(GROUPS);
    }

    private String role() {
        return "role-" + random.nextInt(ROLES);
    }

    private String user() {
        return "user-" + random.nextInt(USERS);
    }
}
