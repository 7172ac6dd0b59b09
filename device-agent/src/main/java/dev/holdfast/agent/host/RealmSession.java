package dev.holdfast.agent.host;

import dev.holdfast.agent.enrolment.CertificateRenewal;
import dev.holdfast.agent.log.AgentLog;
import dev.holdfast.agent.log.LogEvent;
import dev.holdfast.agent.platform.Platform;
import dev.holdfast.agent.posture.Observation;
import dev.holdfast.agent.realm.RealmClient;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import dev.holdfast.agent.report.PostureReporting;
import dev.holdfast.agent.state.AgentState.Enrolled;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the host remembers of a realm while it runs: the client with its keys, and until when it must be left alone. */
final class RealmSession {
    private static final long NANOS = 1_000_000_000L;
    private static final long RENEWAL_PAUSE = 3_600 * NANOS;
    private static final long REPORT_PAUSE = 300 * NANOS;

    private final RealmClient client;
    private final LongSupplier nanoTime;
    private final AtomicBoolean warmed = new AtomicBoolean();
    private final AtomicReference<@Nullable Long> renewedAt = new AtomicReference<>();
    private final AtomicReference<@Nullable Long> reportedAt = new AtomicReference<>();
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

    /**
     * Reports the device's condition where that is due, with some minutes between two attempts that fail. What comes of it
     * is for the next sign-in.
     */
    void reportIfDue(Enrolled enrolled, Platform platform, Supplier<List<Observation>> facts, AgentLog log)
            throws IOException {
        if (!enrolled.state().posture().isDue(platform.now())) {
            return;
        }
        long now = nanoTime.getAsLong();
        Long last = reportedAt.get();
        if ((last != null && now - last < REPORT_PAUSE) || !reportedAt.compareAndSet(last, now)) {
            return;
        }
        String issuer = enrolled.device().issuer().value();
        try {
            if (new PostureReporting(client, enrolled.state(), platform, facts)
                    .report(false)
                    .isPresent()) {
                log.write(LogEvent.of("posture-reported").issuer(issuer));
            }
        } catch (Refusal refusal) {
            log.write(LogEvent.of("posture-not-reported")
                    .issuer(issuer)
                    .error(refusal.code().wire()));
        }
    }

    /**
     * Tells a realm that dislikes the device's condition the present one.
     *
     * @param dislike what the realm answered
     * @throws Refusal with what still stands in the way, or {@code dislike} if that cannot be found out
     */
    void reportAgainst(
            Refusal dislike, Enrolled enrolled, Platform platform, Supplier<List<Observation>> facts, AgentLog log)
            throws Refusal, IOException {
        Optional<PostureReporting.Reported> reported;
        try {
            reported = new PostureReporting(client, enrolled.state(), platform, facts).report(true);
        } catch (Refusal refusal) {
            log.write(LogEvent.of("posture-not-reported")
                    .issuer(enrolled.device().issuer().value())
                    .error(refusal.code().wire()));
            throw dislike;
        }
        if (reported.isEmpty()) {
            throw dislike;
        }
        if (!reported.get().isCompliant()) {
            throw Refusal.notCompliant(reported.get().checks());
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
