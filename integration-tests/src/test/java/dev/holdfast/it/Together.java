package dev.holdfast.it;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Requests that are sent at the same instant. */
final class Together {
    private Together() {}

    /** Runs all jobs, each in a thread of its own that starts when all stand ready, and returns what they gave. */
    static <T> List<T> run(List<Callable<T>> jobs) {
        ExecutorService threads = Executors.newFixedThreadPool(jobs.size());
        try {
            CountDownLatch ready = new CountDownLatch(jobs.size());
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> job : jobs) {
                futures.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return job.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
