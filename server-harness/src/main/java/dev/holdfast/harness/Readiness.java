package dev.holdfast.harness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until a server says that it is ready. */
public final class Readiness {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private Readiness() {}

    /** What answers at some address once it is ready: a process, a container. */
    public interface Starting {
        /** Waits no longer than {@code pause} for it to end; true if it has ended. */
        boolean awaitEnd(Duration pause);

        /** The last of what it said, for whoever wants to know why it is not ready. */
        String logTail();
    }

    /**
     * Asks every quarter of a second until the answer is 200.
     *
     * @throws HarnessException with the end of its log, if it ends first or the time is up
     */
    public static void await(String name, Starting starting, URI uri, Duration limit) {
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        await(name, starting, () -> isReady(name, request), limit);
    }

    /**
     * The same by any other sign of being ready.
     *
     * @throws HarnessException with the end of its log, if it ends first or the time is up
     */
    public static void await(String name, Starting starting, BooleanSupplier isReady, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            if (starting.awaitEnd(PAUSE)) {
                throw new HarnessException(name + " ended while it started:\n" + starting.logTail());
            }
            if (isReady.getAsBoolean()) {
                return;
            }
        }
        throw new HarnessException(name + " was not ready after " + limit.toSeconds() + " s:\n" + starting.logTail());
    }

    /**
     * Waits for what nobody tells: asks every quarter of a second until it is so.
     *
     * @param what is waited for, as a noun
     * @throws HarnessException if the time is up
     */
    public static void await(String what, BooleanSupplier isSo, Duration limit) {
        await(what, new Untold(), isSo, limit);
    }

    /** Something that never ends by itself and says nothing. */
    private static final class Untold implements Starting {
        @Override
        public boolean awaitEnd(Duration pause) {
            try {
                Thread.sleep(pause.toMillis());
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HarnessException("interrupted while waiting", e);
            }
        }

        @Override
        public String logTail() {
            return "";
        }
    }

    private static boolean isReady(String name, HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet, or too busy
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HarnessException("interrupted while waiting for " + name, e);
        }
    }
}
