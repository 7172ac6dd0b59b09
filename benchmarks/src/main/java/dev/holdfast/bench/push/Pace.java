package dev.holdfast.bench.push;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * An open loop: something begins at even distances, whether or not what began before is done. Time counts from when it was
 * due, so that a server which is late cannot hide it.
 */
public final class Pace {
    private static final int SIGNIFICANT_DIGITS = 3;

    private Pace() {}

    /** Something that is done once for each number. */
    public interface Step {
        void run(int number);
    }

    /**
     * Does it at even distances and waits for all.
     *
     * @param first the number of the first
     * @param perSecond how many begin in a second
     * @return how long each took, in microseconds
     * @throws RuntimeException the first fault of a step
     */
    public static Histogram run(ExecutorService threads, int first, int count, double perSecond, Step step) {
        Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
        long start = System.nanoTime();
        double distance = 1e9 / perSecond;
        List<Future<Long>> begun = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i * distance);
            long left;
            while ((left = due - System.nanoTime()) > 0) {
                LockSupport.parkNanos(left);
            }
            int number = first + i;
            begun.add(threads.submit(() -> {
                step.run(number);
                return System.nanoTime() - due;
            }));
        }
        for (Future<Long> one : begun) {
            latencies.recordValue(Duration.ofNanos(result(one)).toNanos() / 1_000);
        }
        return latencies;
    }

    public static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted under load", e);
        }
    }
}
