package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.insights.keycloak.rows.Leases;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.webhook.Streak;
import dev.holdfast.insights.webhook.WebhookBody;
import dev.holdfast.insights.webhook.WebhookSignature;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Sends what waits, in the order of time, from one node at a time. A record goes from the list only after the receiver
 * took it, so it may come twice, with the same id, and never not at all.
 */
final class WebhookSender {
    private static final Logger LOG = Logger.getLogger(WebhookSender.class);
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** As long is one realm's turn, so that a slow receiver does not hold up the others'. */
    private static final Duration TURN = Duration.ofSeconds(10);

    /** Bytes of records in one call. */
    private static final long MAX_BYTES = 1 << 20;

    private final KeycloakSessionFactory factory;
    private final Leases leases;
    private final GuardedHttp http;
    private final Clock clock;

    WebhookSender(KeycloakSessionFactory factory, Leases leases, GuardedHttp http, Clock clock) {
        this.factory = factory;
        this.leases = leases;
        this.http = http;
        this.clock = clock;
    }

    /** Sends for one realm, as long as its turn is. */
    void send(String realmId) {
        Optional<RealmRecord> realm = RealmRecord.of(factory, realmId);
        Optional<URI> address = realm.flatMap(found -> found.settings().webhook());
        if (realm.isEmpty() || address.isEmpty()) {
            return;
        }
        String lease = "webhook:" + realmId;
        Instant begin = clock.instant();
        if (leases.take(lease, realmId, begin, begin.plus(LEASE))) {
            Streak streak = sendAll(realm.get(), address.get(), lease, begin.plus(TURN));
            leases.release(lease, clock.instant().plus(streak.pause()), streak.failures());
        }
    }

    private Streak sendAll(RealmRecord realm, URI address, String lease, Instant end) {
        int batch = (int) realm.settings().number(InsightSetting.WEBHOOK_BATCH);
        Streak streak = new Streak(leases.failures(lease));
        boolean ours = true;
        while (ours && clock.instant().isBefore(end)) {
            List<Outgoing.Waiting> waiting = RealmRecord.inTransaction(
                    factory, session -> new Outgoing(session, realm.id()).oldest(batch, MAX_BYTES));
            if (waiting.isEmpty()) {
                return streak;
            }
            Optional<String> failure = call(realm, address, waiting);
            if (failure.isPresent()) {
                streak = streak.failed();
                LOG.warnf(
                        "webhook of realm %s: %s; %d failed one after the other, next in %d s",
                        realm.name(),
                        failure.get(),
                        streak.failures(),
                        streak.pause().toSeconds());
                return streak;
            }
            streak = streak.taken();
            RealmRecord.inTransaction(factory, session -> {
                new Outgoing(session, realm.id())
                        .taken(waiting.stream().map(Outgoing.Waiting::id).toList());
                return true;
            });
            // Not if it slept over the lease's end: whoever has it now goes on.
            Instant now = clock.instant();
            ours = leases.take(lease, realm.id(), now, now.plus(LEASE));
        }
        return streak;
    }

    /** Why it failed, in a word; empty if the receiver took it. */
    private Optional<String> call(RealmRecord realm, URI address, List<Outgoing.Waiting> waiting) {
        byte[] body = WebhookBody.of(
                realm.name(), waiting.stream().map(Outgoing.Waiting::payload).toList());
        try {
            int status = http.tell(
                    address.toString(),
                    body,
                    Map.of(WebhookSignature.HEADER, WebhookSignature.of(realm.webhookSecret(), clock.instant(), body)),
                    AllowedHosts.read(realm.settings().webhookHosts()));
            return status / 100 == 2 ? Optional.empty() : Optional.of("HTTP status " + status);
        } catch (UnansweredException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
