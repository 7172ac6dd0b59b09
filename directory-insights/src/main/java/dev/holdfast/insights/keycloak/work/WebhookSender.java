package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.device.outbound.AllowedHosts;
import dev.holdfast.insights.keycloak.rows.Leases;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.webhook.Backoff;
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
    private static final int MOST_CALLS = 50;

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

    void send(String realmId) {
        Optional<RealmRecord> realm = RealmRecord.of(factory, realmId);
        Optional<URI> address = realm.flatMap(found -> found.settings().webhook());
        if (realm.isEmpty() || address.isEmpty() || waiting(realm.get(), 1).isEmpty()) {
            return;
        }
        String lease = leaseOf(realmId);
        if (leases.take(lease, realmId, clock.instant(), clock.instant().plus(LEASE))) {
            sendAll(realm.get(), address.get(), lease);
        }
    }

    static String leaseOf(String realmId) {
        return "webhook:" + realmId;
    }

    private void sendAll(RealmRecord realm, URI address, String lease) {
        int batch = (int) realm.settings().number(InsightSetting.WEBHOOK_BATCH);
        for (int call = 0; call < MOST_CALLS; call++) {
            List<Outgoing.Waiting> waiting = waiting(realm, batch);
            if (waiting.isEmpty()) {
                break;
            }
            Optional<String> failure = call(realm, address, waiting);
            if (failure.isPresent()) {
                int failures = leases.failures(lease) + 1;
                Duration wait = Backoff.after(failures);
                LOG.warnf(
                        "webhook of realm %s: %s; %d failed one after the other, next in %d s",
                        realm.name(), failure.get(), failures, wait.toSeconds());
                leases.release(lease, clock.instant().plus(wait), failures);
                return;
            }
            RealmRecord.inTransaction(factory, session -> {
                new Outgoing(session, realm.id())
                        .taken(waiting.stream().map(Outgoing.Waiting::id).toList());
                return true;
            });
            if (!leases.take(lease, realm.id(), clock.instant(), clock.instant().plus(LEASE))) {
                // Slept over the lease's end: whoever has it now goes on.
                return;
            }
        }
        leases.release(lease, Instant.EPOCH, 0);
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

    private List<Outgoing.Waiting> waiting(RealmRecord realm, int most) {
        return RealmRecord.inTransaction(factory, session -> new Outgoing(session, realm.id()).oldest(most));
    }
}
