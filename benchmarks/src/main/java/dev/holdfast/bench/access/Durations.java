package dev.holdfast.bench.access;

import java.util.Arrays;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * How long each operation of an iteration took. JMH's own samples do not say it of operations as short as these: of more than
 * twenty in a millisecond it halves the counts, but not of what was seen once, as each of the slowest is; those then weigh
 * many times what they are.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Durations {
    private static final int STEP_NANOS = 10;

    /** The last one is of all that took longer. */
    private final int[] counts = new int[1_000_000];

    private int count;
    private long sum;

    /** Begins anew. */
    @Setup(Level.Iteration)
    public void clear() {
        Arrays.fill(counts, 0);
        count = 0;
        sum = 0;
    }

    void add(long nanos) {
        counts[(int) Math.min(nanos / STEP_NANOS, counts.length - 1)]++;
        count++;
        sum += nanos;
    }

    /** In nanoseconds. */
    public long mean() {
        return count == 0 ? 0 : sum / count;
    }

    /** The median in nanoseconds. */
    public long p50() {
        return percentile(50);
    }

    /** The 99th percentile in nanoseconds. */
    public long p99() {
        return percentile(99);
    }

    private long percentile(int percent) {
        long left = (long) count * percent / 100;
        int at = 0;
        while (at < counts.length - 1 && left >= counts[at]) {
            left -= counts[at++];
        }
        return (long) at * STEP_NANOS;
    }
}
