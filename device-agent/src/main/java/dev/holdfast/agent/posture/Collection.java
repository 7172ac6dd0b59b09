package dev.holdfast.agent.posture;

import dev.holdfast.agent.posture.Observation.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All facts of a machine: each by its platform's collector, and where that does not know, by the collectors that come
 * after it. Collectors run beside each other and have a bound in common; what is not there by then is unknown.
 */
public final class Collection {
    /** While somebody waits for it. */
    private static final Duration HURRIED = Duration.ofSeconds(8);

    /** While nobody does: a package manager may be slow. */
    private static final Duration UNHURRIED = Duration.ofSeconds(60);

    private static final int THREADS = 4;

    private final Machine machine;
    private final List<Collector> collectors;
    private final Duration patience;

    /** @param collectors the best first, of those that answer for the same fact */
    public Collection(Machine machine, List<Collector> collectors, Duration patience) {
        this.machine = machine;
        this.collectors = List.copyOf(collectors);
        this.patience = patience;
    }

    /** Of the machine that the agent runs on, in the time that a person waits for a sign-in. */
    public static Collection ofThisMachine(Clock clock) {
        return ofThisMachine(clock, HURRIED);
    }

    /** The same in a time that nobody waits for. */
    public static Collection unhurried(Clock clock) {
        return ofThisMachine(clock, UNHURRIED);
    }

    private static Collection ofThisMachine(Clock clock, Duration patience) {
        return new Collection(
                new ThisMachine(clock, patience), collectorsFor(System.getProperty("os.name", "")), patience);
    }

    /** The collectors of a platform by Java's name for it; for a platform that is not known, those that suit any. */
    static List<Collector> collectorsFor(String osName) {
        String os = osName.toLowerCase(Locale.ROOT);
        List<Collector> collectors = new ArrayList<>();
        if (os.startsWith("linux")) {
            collectors.addAll(List.of(
                    new LinuxRelease(),
                    new LinuxKernel(),
                    new LinuxDiskEncryption(),
                    new LinuxFirewall(),
                    new LinuxScreenLock(),
                    new LinuxUpdates(),
                    new LinuxSecureBoot(),
                    new MachineFacts()));
        } else if (os.startsWith("mac")) {
            collectors.addAll(MacOs.collectors());
        } else if (os.startsWith("windows")) {
            collectors.addAll(Windows.collectors());
        }
        collectors.add(new Osquery(os));
        collectors.add(new AgentVersion());
        return collectors;
    }

    /** One observation for each fact. */
    public List<Observation> collect() {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "holdfast-posture");
            thread.setDaemon(true);
            return thread;
        });
        try {
            long end = System.nanoTime() + patience.toNanos();
            List<Future<List<Observation>>> running = new ArrayList<>();
            collectors.forEach(collector -> running.add(threads.submit(() -> collector.collect(machine))));
            Map<Fact, Observation> found = new EnumMap<>(Fact.class);
            for (int i = 0; i < running.size(); i++) {
                observed(collectors.get(i), running.get(i), end)
                        .forEach(one -> found.merge(
                                one.fact(),
                                one,
                                (first, later) -> !first.isKnown() && later.isKnown() ? later : first));
            }
            for (Fact fact : Fact.values()) {
                found.putIfAbsent(fact, Observation.unknown(fact, Reason.NOT_SUPPORTED, "agent"));
            }
            return List.copyOf(found.values());
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Observation> observed(Collector collector, Future<List<Observation>> running, long end) {
        try {
            return running.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return unknown(collector, Reason.TIMED_OUT);
        } catch (ExecutionException e) {
            // A mistake in one collector must not hide what the others found.
            return unknown(collector, Reason.UNREADABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown(collector, Reason.TIMED_OUT);
        }
    }

    private static List<Observation> unknown(Collector collector, Reason reason) {
        return collector.facts().stream()
                .map(fact -> Observation.unknown(fact, reason, "agent"))
                .toList();
    }
}
