package dev.holdfast.agent.host;

import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** What the host remembers of a realm while it runs: the client with its keys, and until when it must be left alone. */
final class RealmSession {
    private static final long NANOS = 1_000_000_000L;

    private final RealmClient client;
    private final LongSupplier nanoTime;
    private final AtomicBoolean warmed = new AtomicBoolean();
    private final Map<String, Long> quietUntil = new ConcurrentHashMap<>();

    RealmSession(RealmClient client, LongSupplier nanoTime) {
        this.client = client;
        this.nanoTime = nanoTime;
    }

    /**
     * Gets configuration and keys in the background, once: a page that asks for the status is about to ask for an
     * exchange.
     */
    void warmUp() {
        if (warmed.compareAndSet(false, true)) {
            Thread thread = new Thread(this::fetch, "holdfast-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void fetch() {
        try {
            client.keys().load();
        } catch (IOException e) {
            // The exchange will ask again, and report it.
            warmed.set(false);
        }
    }

    RealmClient client() {
        return client;
    }

    /** Refuses while the server's {@code Retry-After} for this registration has not passed. */
    void requireNotQuiet(String registration) throws Refusal {
        Long until = quietUntil.get(registration);
        if (until != null) {
            long left = until - nanoTime.getAsLong();
            if (left > 0) {
                throw Refusal.retryAfter(ErrorCode.TOO_MANY_REQUESTS, (left + NANOS - 1) / NANOS);
            }
            quietUntil.remove(registration);
        }
    }

    /** Remembers a {@code Retry-After}. */
    void heed(String registration, Refusal refusal) {
        OptionalLong seconds = refusal.retryAfter();
        if (seconds.isPresent()) {
            quietUntil.put(registration, nanoTime.getAsLong() + seconds.getAsLong() * NANOS);
        }
    }
}
