package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Machine.Run;
import dev.holdfast.agent.posture.Observation.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many updates wait, by what the package manager already knows; nothing is fetched. Lists that nobody has refreshed for
 * a week say nothing.
 */
final class LinuxUpdates implements Collector {
    private static final long WEEK = 7L * 24 * 3_600;
    private static final String APT_LISTS = "/var/lib/apt/lists";
    private static final int DNF_UPDATES_WAIT = 100;
    /** PackageKit's word for "nothing useful was done". */
    private static final int PACKAGEKIT_NONE = 5;

    @Override
    public Set<Fact> facts() {
        return EnumSet.of(Fact.PENDING_UPDATES);
    }

    @Override
    public List<Observation> collect(Machine machine) {
        return List.of(apt(machine)
                .or(() -> dnf(machine))
                .or(() -> packageKit(machine))
                .orElseGet(() -> Observation.unknown(Fact.PENDING_UPDATES, Reason.TOOL_MISSING, "apt")));
    }

    private static Optional<Observation> apt(Machine machine) {
        if (!machine.exists(APT_LISTS)) {
            return Optional.empty();
        }
        long newest = machine.names(APT_LISTS).stream()
                .flatMap(name -> machine.changedAt(APT_LISTS + "/" + name).stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        if (newest < machine.now() - WEEK) {
            return Optional.of(Observation.unknown(Fact.PENDING_UPDATES, Reason.OUT_OF_DATE, "apt"));
        }
        Run run = machine.run("apt-get", "--simulate", "--quiet", "-o", "Debug::NoLocking=true", "dist-upgrade");
        return observation(
                run,
                "apt",
                ended -> ended.status() == 0
                        ? Optional.of(ended.out()
                                .lines()
                                .filter(line -> line.startsWith("Inst "))
                                .count())
                        : Optional.empty());
    }

    private static Optional<Observation> dnf(Machine machine) {
        Run run = machine.run("dnf", "--quiet", "--cacheonly", "check-update");
        return observation(run, "dnf", ended -> switch (ended.status()) {
            case 0 -> Optional.of(0L);
            case DNF_UPDATES_WAIT ->
                Optional.of(ended.out()
                        .lines()
                        .takeWhile(line -> !line.startsWith("Obsoleting"))
                        .filter(line -> line.matches("\\S+\\.\\S+\\s+\\S+\\s+\\S+\\s*"))
                        .count());
            default -> Optional.empty();
        });
    }

    private static Optional<Observation> packageKit(Machine machine) {
        Run run = machine.run("pkcon", "--plain", "--cache-age", Long.toString(WEEK), "get-updates");
        return observation(run, "packagekit", ended -> switch (ended.status()) {
            case PACKAGEKIT_NONE -> Optional.of(0L);
            case 0 ->
                Optional.of(ended.out()
                        .lines()
                        .filter(line ->
                                line.matches("(Normal|Security|Bug fix|Important|Enhancement|Low|Critical)\\s+\\S.*"))
                        .count());
            default -> Optional.empty();
        });
    }

    /** Reads how many wait; nothing if the program failed. */
    private interface Count {
        Optional<Long> of(Run.Ended ended);
    }

    private static Optional<Observation> observation(Run run, String by, Count count) {
        if (run instanceof Run.Ended ended) {
            return Optional.of(count.of(ended)
                    .map(waiting -> Observation.count(Fact.PENDING_UPDATES, waiting, by))
                    .orElseGet(() -> Observation.unknown(Fact.PENDING_UPDATES, Reason.UNREADABLE, by)));
        }
        return run instanceof Run.TimedOut
                ? Optional.of(Observation.unknown(Fact.PENDING_UPDATES, Reason.TIMED_OUT, by))
                : Optional.empty();
    }
}
