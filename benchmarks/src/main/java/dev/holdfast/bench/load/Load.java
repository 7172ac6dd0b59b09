package dev.holdfast.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** A closed loop: each worker sends its next request when the last one is answered. */
public final class Load implements AutoCloseable {

    private static final int SIGNIFICANT_DIGITS = 3;

    private final int workers;
    private final Supplier<Duration> serverCpu;
    private final LongSupplier nanoTime;
    private final ExecutorService threads;

    /**
     * @param workers threads
     * @param serverCpu the CPU time that the server has used since its start
     */
    public Load(int workers, Supplier<Duration> serverCpu, LongSupplier nanoTime) {
        this.workers = workers;
        this.serverCpu = serverCpu;
        this.nanoTime = nanoTime;
        this.threads = Executors.newFixedThreadPool(workers);
    }

    /**
     * Does one operation for a while.
     *
     * @param length after this time no worker begins another
     * @throws RuntimeException the first fault of an operation
     */
    public Slice run(Operation operation, Duration length) {
        all(worker -> {
            operation.prepare(worker);
            return worker;
        });
        Duration cpuBefore = serverCpu.get();
        Instant begin = Instant.now();
        long start = nanoTime.getAsLong();
        long end = start + length.toNanos();
        List<Histogram> histograms = all(worker -> loop(operation, worker, end));
        Duration wall = Duration.ofNanos(nanoTime.getAsLong() - start);
        Duration cpu = serverCpu.get().minus(cpuBefore);
        Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
        histograms.forEach(latencies::add);
        return new Slice(operation, begin, Instant.now(), latencies.getTotalCount(), wall, cpu, latencies);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Histogram loop(Operation operation, int worker, long end) {
        Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
        long begin = nanoTime.getAsLong();
        do {
            operation.run(worker);
            long now = nanoTime.getAsLong();
            latencies.recordValue((now - begin) / 1_000);
            begin = now;
        } while (begin < end);
        return latencies;
    }

    private interface WorkerTask<T> {
        T by(int worker);
    }

    private <T> List<T> all(WorkerTask<T> task) {
        List<Callable<T>> tasks = IntStream.range(0, workers)
                .<Callable<T>>mapToObj(worker -> () -> task.by(worker))
                .toList();
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(tasks)) {
                results.add(done.get());
            }
            return results;
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
