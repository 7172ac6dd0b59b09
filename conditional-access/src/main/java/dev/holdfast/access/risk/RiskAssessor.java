package dev.holdfast.access.risk;

import dev.holdfast.access.condition.RiskLevel;
import dev.holdfast.access.history.PastSignIn;
import dev.holdfast.access.history.PastSignIn.Outcome;
import dev.holdfast.access.signal.Risk;
import dev.holdfast.place.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says how unusual a sign-in is beside the person's own recent ones. Each fact that counts is named.
 *
 * <p>Who has no history yet is at low risk by it, with the fact {@code no_history}: were it unknown, a policy that denies risk
 * would never let a person sign in for the first time.
 */
public final class RiskAssessor {
    private final RiskThresholds thresholds;

    public RiskAssessor(RiskThresholds thresholds) {
        this.thresholds = thresholds;
    }

    /**
     * Weighs one sign-in.
     *
     * @param deviceId of the device that proved itself, if one did
     * @param recent the person's recent sign-ins, in any order
     */
    public Risk assess(Instant now, Place place, Optional<String> deviceId, List<PastSignIn> recent) {
        List<PastSignIn> past =
                recent.stream().filter(one -> !one.time().isAfter(now)).toList();
        List<PastSignIn> successes =
                past.stream().filter(one -> one.outcome() == Outcome.SUCCEEDED).toList();
        List<Risk.Fact> facts = new ArrayList<>();
        int weight = 0;
        Optional<Risk.Fact> travel = travel(now, place, successes);
        if (travel.isPresent()) {
            facts.add(travel.get());
            weight += thresholds.travelWeight();
        }
        Optional<Risk.Fact> country = newCountry(place, successes);
        if (country.isPresent()) {
            facts.add(country.get());
            weight += thresholds.countryWeight();
        }
        Optional<Risk.Fact> device = newDevice(deviceId, successes);
        if (device.isPresent()) {
            facts.add(device.get());
            weight += thresholds.deviceWeight();
        }
        long failures = count(past, Outcome.FAILED, now.minus(thresholds.failureWindow()));
        if (failures >= thresholds.failures()) {
            facts.add(new Risk.Fact("recent_failures", failures + " in " + words(thresholds.failureWindow())));
            weight += thresholds.failuresWeight();
        }
        long denials = count(past, Outcome.PUSH_DENIED, now.minus(thresholds.denialWindow()));
        if (denials >= thresholds.pushDenials()) {
            facts.add(new Risk.Fact("push_denied", denials + " in " + words(thresholds.denialWindow())));
            weight += thresholds.denialsWeight();
        }
        if (successes.isEmpty()) {
            facts.add(new Risk.Fact("no_history", "no successful sign-in on record"));
        }
        return new Risk(level(weight), facts);
    }

    private RiskLevel level(int weight) {
        if (weight >= thresholds.high()) {
            return RiskLevel.HIGH;
        }
        return weight >= thresholds.medium() ? RiskLevel.MEDIUM : RiskLevel.LOW;
    }

    /** The fastest journey from where the person signed in before. */
    private Optional<Risk.Fact> travel(Instant now, Place place, List<PastSignIn> successes) {
        if (!(place instanceof Place.Located here) || here.latitude().isEmpty()) {
            return Optional.empty();
        }
        PastSignIn from = null;
        double farthest = 0;
        double fastest = thresholds.kilometresPerHour();
        for (PastSignIn past : successes) {
            if (past.place() instanceof Place.Located there && there.latitude().isPresent()) {
                double kilometres = GreatCircle.kilometres(here, there);
                double hours = Duration.between(past.time(), now).toMillis() / 3_600_000.0;
                // At the same moment in two places: faster than anything.
                double speed = hours == 0 ? Double.POSITIVE_INFINITY : kilometres / hours;
                if (kilometres >= thresholds.leastKilometres() && speed > fastest) {
                    from = past;
                    fastest = speed;
                    farthest = kilometres;
                }
            }
        }
        if (from == null) {
            return Optional.empty();
        }
        return Optional.of(new Risk.Fact(
                "impossible_travel",
                String.format(
                        Locale.ROOT,
                        "%.0f km from %s in %s",
                        farthest,
                        country(from.place()).orElse("elsewhere"),
                        words(Duration.between(from.time(), now)))));
    }

    private Optional<Risk.Fact> newCountry(Place place, List<PastSignIn> successes) {
        List<String> known =
                successes.stream().flatMap(one -> country(one.place()).stream()).toList();
        return country(place)
                .filter(country -> known.size() >= thresholds.familiarity() && !known.contains(country))
                .map(country -> new Risk.Fact("new_country", country));
    }

    private Optional<Risk.Fact> newDevice(Optional<String> deviceId, List<PastSignIn> successes) {
        Set<String> known =
                successes.stream().flatMap(one -> one.deviceId().stream()).collect(Collectors.toSet());
        return deviceId.filter(id -> successes.size() >= thresholds.familiarity() && !known.contains(id))
                .map(id -> new Risk.Fact("new_device", id));
    }

    private static long count(List<PastSignIn> past, Outcome outcome, Instant since) {
        return past.stream()
                .filter(one -> one.outcome() == outcome && !one.time().isBefore(since))
                .count();
    }

    private static Optional<String> country(Place place) {
        return place instanceof Place.Located located ? Optional.of(located.country()) : Optional.empty();
    }

    private static String words(Duration time) {
        long minutes = time.toMinutes();
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h";
    }
}
