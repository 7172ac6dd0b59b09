package dev.holdfast.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * All slices of one operation together.
 *
 * @param operations how many were finished
 * @param cpuMillis server CPU per operation, over all slices
 * @param lowestCpuMillis the same of the cheapest slice
 * @param highestCpuMillis the same of the dearest slice
 * @param perSecond finished operations per second
 * @param medianMillis half of the operations took at most this long
 * @param p99Millis 99 of 100 operations took at most this long
 */
public record Tally(
        String name,
        long operations,
        double cpuMillis,
        double lowestCpuMillis,
        double highestCpuMillis,
        double perSecond,
        double medianMillis,
        double p99Millis) {

    private static final String HEADING = "%-30s %8s %26s %8s %9s %9s%n";
    private static final String ROW = "%-30s %8d %26s %8.0f %9.1f %9.1f%n";

    /**
     * Adds up.
     *
     * @param slices of all operations; those of others are passed over
     */
    public static Tally of(Operation operation, List<Slice> slices) {
        List<Slice> own =
                slices.stream().filter(slice -> slice.operation() == operation).toList();
        Histogram latencies = new Histogram(3);
        own.forEach(slice -> latencies.add(slice.latencies()));
        Duration cpu = own.stream().map(Slice::serverCpu).reduce(Duration.ZERO, Duration::plus);
        Duration wall = own.stream().map(Slice::wall).reduce(Duration.ZERO, Duration::plus);
        long operations = own.stream().mapToLong(Slice::operations).sum();
        return new Tally(
                operation.name(),
                operations,
                cpu.toNanos() / 1e6 / operations,
                own.stream().mapToDouble(Slice::cpuMillisPerOperation).min().orElseThrow(),
                own.stream().mapToDouble(Slice::cpuMillisPerOperation).max().orElseThrow(),
                operations * 1e9 / wall.toNanos(),
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3);
    }

    /** Writes the table. */
    public static String table(List<Tally> tallies) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, HEADING, "operation", "count", "server CPU, ms (slices)", "per s", "p50, ms", "p99, ms"));
        for (Tally tally : tallies) {
            table.append(String.format(
                    Locale.ROOT,
                    ROW,
                    tally.name,
                    tally.operations,
                    String.format(
                            Locale.ROOT,
                            "%.2f (%.2f to %.2f)",
                            tally.cpuMillis,
                            tally.lowestCpuMillis,
                            tally.highestCpuMillis),
                    tally.perSecond,
                    tally.medianMillis,
                    tally.p99Millis));
        }
        return table.toString();
    }
}
