package dev.holdfast.bench.hops;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** When what happened in one sign-in, in milliseconds of the machine's one clock. The first time of each counts. */
final class Marks {

    private final Clock clock;
    private final Map<String, Double> times = new ConcurrentHashMap<>();

    Marks(Clock clock) {
        this.clock = clock;
    }

    /** Begins another sign-in. */
    void clear() {
        times.clear();
    }

    /** Marks this moment. */
    void now(String name) {
        Instant now = clock.instant();
        at(name, now.getEpochSecond() * 1e3 + now.getNano() / 1e6);
    }

    /**
     * Marks a moment that a page measured.
     *
     * @param epochMillis with fractions
     */
    void at(String name, double epochMillis) {
        times.putIfAbsent(name, epochMillis);
    }

    Optional<Double> of(String name) {
        return Optional.ofNullable(times.get(name));
    }

    /**
     * Returns the milliseconds between two marks.
     *
     * @throws IllegalStateException if one is missing
     */
    double between(String from, String to) {
        return required(to) - required(from);
    }

    private double required(String name) {
        return of(name).orElseThrow(() -> new IllegalStateException("the browser never came to: " + name));
    }
}
