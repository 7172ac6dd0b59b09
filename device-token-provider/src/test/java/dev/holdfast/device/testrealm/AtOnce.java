package dev.holdfast.device.testrealm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Runs jobs at the same instant, each on a thread of its own. */
public final class AtOnce {
    private AtOnce() {}

    /** The jobs' results, in the jobs' order. */
    public static <T> List<T> run(List<Supplier<T>> jobs) {
        ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
        try {
            CountDownLatch start = new CountDownLatch(jobs.size());
            List<Future<T>> futures = new ArrayList<>();
            for (Supplier<T> job : jobs) {
                futures.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return job.get();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError("a job failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
