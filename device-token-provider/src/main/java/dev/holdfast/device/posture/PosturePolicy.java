package dev.holdfast.device.posture;

import dev.holdfast.device.refusal.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a realm demands of its devices' condition, and whom it believes. The evaluation is pure and three-valued: an old
 * report and a missing one make every check unknown, and unknown is never compliant.
 *
 * @param required whether a device must be compliant to sign in and to keep its sessions
 * @param sources who decides, the most trusted first; what any other source says is shown and decides nothing
 * @param agentLifetime how long the agent's report counts
 * @param managedLifetime how long the report of a system that manages devices counts
 */
public record PosturePolicy(
        boolean required,
        List<PostureSource> sources,
        Map<PostureCheck, Demand> demands,
        Duration agentLifetime,
        Duration managedLifetime) {
    public static final String REQUIRED_KEY = "postureRequired";
    public static final String SOURCES_KEY = "postureSources";
    private static final int MAX_SOURCES = 8;

    public PosturePolicy {
        sources = List.copyOf(sources);
        demands = Map.copyOf(demands);
    }

    /**
     * Reads the settings; what is absent has its default.
     *
     * @throws IllegalArgumentException with a sentence for the administrator
     */
    public static PosturePolicy read(
            Function<String, List<String>> configuration,
            boolean required,
            Duration agentLifetime,
            Duration managedLifetime) {
        EnumMap<PostureCheck, Demand> demands = new EnumMap<>(PostureCheck.class);
        for (PostureCheck check : PostureCheck.values()) {
            demands.put(check, check.read(configuration.apply(check.key())));
        }
        List<String> configured = configuration.apply(SOURCES_KEY);
        if (configured.size() > 1) {
            // Keycloak keeps several values of a key without their order, which decides here.
            throw new IllegalArgumentException("The sources are one value, separated by commas");
        }
        List<PostureSource> sources = configured.stream()
                .flatMap(names -> Stream.of(names.split(",", -1)))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .map(PostureSource::new)
                .distinct()
                .toList();
        if (sources.size() > MAX_SOURCES) {
            throw new IllegalArgumentException("At most " + MAX_SOURCES + " sources can decide");
        }
        return new PosturePolicy(
                required,
                sources.isEmpty() ? List.of(PostureSource.AGENT) : sources,
                demands,
                agentLifetime,
                managedLifetime);
    }

    public boolean decides(PostureSource source) {
        return sources.contains(source);
    }

    /** When the report is over; it counts before this instant and not at it. */
    public Instant validUntil(PostureReport report) {
        return report.receivedAt().plus(report.source().isAgent() ? agentLifetime : managedLifetime);
    }

    /**
     * The condition of a device.
     *
     * @param reports the latest of each source
     */
    public PostureStanding evaluate(List<PostureReport> reports, Instant now) {
        List<CheckResult> results = new ArrayList<>();
        for (PostureCheck check : PostureCheck.values()) {
            Demand demand = demands.getOrDefault(check, new Demand.None());
            if (!(demand instanceof Demand.None)) {
                results.add(Evaluation.of(check, demand, fact -> reading(fact, reports, now)));
            }
        }
        return new PostureStanding(whole(results, reports, now), results);
    }

    private Compliance whole(List<CheckResult> results, List<PostureReport> reports, Instant now) {
        boolean silent = reports.stream().noneMatch(report -> decides(report.source()) && isFresh(report, now));
        if (results.stream().anyMatch(result -> result.result() == Compliance.NOT_COMPLIANT)) {
            return Compliance.NOT_COMPLIANT;
        }
        // Also where nothing is checked: a device that says nothing is not thereby in order.
        boolean unknown = silent || results.stream().anyMatch(result -> result.result() == Compliance.UNKNOWN);
        return unknown ? Compliance.UNKNOWN : Compliance.COMPLIANT;
    }

    /** The facts that count now, whatever is demanded of them: of each the one that a check would take. */
    public KnownFacts known(List<PostureReport> reports, Instant now) {
        Map<Fact, Observation> known = new EnumMap<>(Fact.class);
        for (Fact fact : Fact.values()) {
            Reading reading = reading(fact, reports, now);
            if (reading.isKnown()) {
                known.put(fact, reading.observation());
            }
        }
        Optional<Instant> youngest = reports.stream()
                .filter(report -> decides(report.source()) && isFresh(report, now))
                .map(PostureReport::receivedAt)
                .max(Instant::compareTo);
        return new KnownFacts(known, youngest);
    }

    /**
     * Refuses a device that is not compliant, where the realm requires it to be.
     *
     * @param reports asked for only then
     * @throws RefusedException {@link dev.holdfast.device.refusal.Refusal#DEVICE_NOT_COMPLIANT}
     */
    public void demand(Supplier<List<PostureReport>> reports, Instant now) {
        if (required) {
            PostureStanding standing = evaluate(reports.get(), now);
            if (!standing.isCompliant()) {
                throw RefusedException.notCompliant(standing.missing());
            }
        }
    }

    /**
     * Whether a device may use the sessions that it has: where the realm requires compliance, a compliant one alone.
     *
     * @param reports asked for only then
     */
    public boolean carriesSessions(Supplier<List<PostureReport>> reports, Instant now) {
        return !required || evaluate(reports.get(), now).isCompliant();
    }

    private Reading reading(Fact fact, List<PostureReport> reports, Instant now) {
        Reading unknown = Reading.nothing();
        for (PostureSource source : sources) {
            Optional<PostureReport> report =
                    reports.stream().filter(one -> one.source().equals(source)).findFirst();
            if (report.isEmpty()) {
                continue;
            }
            if (!isFresh(report.get(), now)) {
                unknown = unknown.source().isPresent() ? unknown : Reading.stale(report.get());
                continue;
            }
            Optional<Reading> reading =
                    report.get().facts().of(fact).map(observation -> Reading.of(observation, report.get()));
            if (reading.filter(Reading::isKnown).isPresent()) {
                return reading.get();
            }
            // The most trusted source's reason is the one to tell, unless the next source knows the fact.
            unknown = unknown.source().isPresent() ? unknown : reading.orElse(unknown);
        }
        return unknown;
    }

    private boolean isFresh(PostureReport report, Instant now) {
        return now.isBefore(validUntil(report));
    }
}
