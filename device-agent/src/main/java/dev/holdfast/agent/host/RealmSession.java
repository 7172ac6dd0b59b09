package dev.holdfast.agent.host;

import dev.holdfast.agent.enrolment.CertificateRenewal;
import dev.holdfast.agent.log.AgentLog;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.state.AgentState.Enrolled;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the host remembers of a realm while it runs: the client with its keys, and until when it must be left alone. */
final class RealmSession {
    private static final long NANOS = 1_000_000_000L;
    private static final long RENEWAL_PAUSE = 3_600 * NANOS;

    private final RealmClient client;
    private final LongSupplier nanoTime;
    private final AtomicBoolean warmed = new AtomicBoolean();
    private final AtomicReference<@Nullable Long> renewedAt = new AtomicReference<>();
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

    /**
     * Renews the device's certificate where that is due, with an hour between two attempts: what fails now is tried again
     * long before the certificate ends.
     */
    void renewIfDue(Enrolled enrolled, Platform platform, AgentLog log) {
        if (!CertificateRenewal.isDue(enrolled.device(), platform.now())) {
            return;
        }
        long now = nanoTime.getAsLong();
        Long last = renewedAt.get();
        if ((last != null && now - last < RENEWAL_PAUSE) || !renewedAt.compareAndSet(last, now)) {
            return;
        }
        String issuer = enrolled.device().issuer().value();
        try {
            if (new CertificateRenewal(client, enrolled.state(), platform)
                    .renew(false)
                    .isPresent()) {
                log.write(LogEvent.of("certificate-renewed").issuer(issuer));
            }
        } catch (Refusal refusal) {
            log.write(LogEvent.of("certificate-not-renewed")
                    .issuer(issuer)
                    .error(refusal.code().wire()));
        } catch (IOException e) {
            log.write(LogEvent.of("certificate-not-renewed")
                    .issuer(issuer)
                    .detail(e.getClass().getSimpleName()));
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
