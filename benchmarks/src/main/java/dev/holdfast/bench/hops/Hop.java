package dev.holdfast.bench.hops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One leg of the way, over many sign-ins.
 *
 * @param name from where to where
 * @param millis one for each sign-in
 */
record Hop(String name, List<Double> millis) {

    Hop {
        millis = List.copyOf(millis);
    }

    /** The middle one; of an even number the mean of the middle two. */
    double median() {
        List<Double> sorted = new ArrayList<>(millis);
        sorted.sort(null);
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** A line of the table. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%-64s %8.1f %8.1f %8.1f",
                name,
                median(),
                millis.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                millis.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }
}
