package dev.holdfast.bench.load;

import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;

/**
 * One operation, done by all workers for a few seconds.
 *
 * @param begin by the machine's clock, as the server's flight recording has it
 * @param end by the same clock
 * @param operations how many were finished
 * @param wall from the first request to the last answer
 * @param serverCpu what the server's process used meanwhile, in user and kernel mode
 * @param latencies in microseconds
 */
public record Slice(
        Operation operation,
        Instant begin,
        Instant end,
        long operations,
        Duration wall,
        Duration serverCpu,
        Histogram latencies) {

    /** Returns server CPU per operation in milliseconds. */
    public double cpuMillisPerOperation() {
        return serverCpu.toNanos() / 1e6 / operations;
    }
}
