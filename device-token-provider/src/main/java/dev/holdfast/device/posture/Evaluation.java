package dev.holdfast.device.posture;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** One check over the facts that count now. */
final class Evaluation {
    private Evaluation() {}

    static CheckResult of(PostureCheck check, Demand demand, Function<Fact, Reading> facts) {
        return switch (check) {
            case DISK_ENCRYPTION -> flag(check, facts.apply(Fact.DISK_ENCRYPTED));
            case FIREWALL -> flag(check, facts.apply(Fact.FIREWALL));
            case SECURE_BOOT -> flag(check, facts.apply(Fact.SECURE_BOOT));
            case SCREEN_LOCK -> screenLock(check, demand, facts);
            case PENDING_UPDATES -> count(check, facts.apply(Fact.PENDING_UPDATES), within(demand));
            case OS_VERSION -> system(check, demand, facts);
            case AGENT_VERSION ->
                version(
                        check,
                        facts.apply(Fact.AGENT_VERSION),
                        demand instanceof Demand.AtLeast least ? Optional.of(least.version()) : Optional.empty());
        };
    }

    private static CheckResult flag(PostureCheck check, Reading reading) {
        return reading.observation() instanceof Observation.Flag flag
                ? CheckResult.of(check, flag.value(), reading)
                : CheckResult.unknown(check, reading);
    }

    private static CheckResult count(PostureCheck check, Reading reading, LongPredicate enough) {
        return reading.observation() instanceof Observation.Count count
                ? CheckResult.of(check, enough.test(count.value()), reading)
                : CheckResult.unknown(check, reading);
    }

    /** A screen that never locks fails, whatever time was said of it; one that locks must do so in time. */
    private static CheckResult screenLock(PostureCheck check, Demand demand, Function<Fact, Reading> facts) {
        Reading locks = facts.apply(Fact.SCREEN_LOCK);
        if (locks.observation() instanceof Observation.Flag flag && flag.value()) {
            return count(check, facts.apply(Fact.SCREEN_LOCK_SECONDS), within(demand));
        }
        return flag(check, locks);
    }

    /** A system is named by its own name or by its family; one that is not named at all is not let in. */
    private static CheckResult system(PostureCheck check, Demand demand, Function<Fact, Reading> facts) {
        Map<String, VersionNumber> lowest = demand instanceof Demand.Systems systems ? systems.lowest() : Map.of();
        Reading name = facts.apply(Fact.OS_NAME);
        Reading family = facts.apply(Fact.OS);
        Optional<VersionNumber> wanted = word(name).map(lowest::get);
        if (wanted.isEmpty()) {
            wanted = word(family).map(lowest::get);
        }
        if (wanted.isPresent()) {
            return version(check, facts.apply(Fact.OS_VERSION), wanted);
        }
        if (!name.isKnown()) {
            return CheckResult.unknown(check, name);
        }
        return family.isKnown() ? CheckResult.of(check, false, name) : CheckResult.unknown(check, family);
    }

    private static CheckResult version(PostureCheck check, Reading reading, Optional<VersionNumber> lowest) {
        if (!(reading.observation() instanceof Observation.Text text)) {
            return CheckResult.unknown(check, reading);
        }
        Optional<VersionNumber> version = VersionNumber.read(text.value());
        if (version.isEmpty() || lowest.isEmpty()) {
            return CheckResult.unknown(check, reading);
        }
        return CheckResult.of(check, version.get().compareTo(lowest.get()) >= 0, reading);
    }

    private static LongPredicate within(Demand demand) {
        return value -> demand instanceof Demand.AtMost most && value <= most.limit();
    }

    private static Optional<String> word(Reading reading) {
        return reading.observation() instanceof Observation.Text text
                ? Optional.of(text.value().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }
}
