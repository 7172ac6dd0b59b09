package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.insights.delivery.Streak;
import dev.holdfast.insights.keycloak.rows.Leases;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Sends what waits for a recipient, in the order of time, from one node at a time. A record goes from the list only after
 * the recipient took it, so it may come twice, with the same id, and never not at all.
 */
final class Dispatch {
    private static final Logger LOG = Logger.getLogger(Dispatch.class);
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** As long is one realm's turn, so that a slow recipient does not hold up the others'. */
    private static final Duration TURN = Duration.ofSeconds(10);

    private final KeycloakSessionFactory factory;
    private final Leases leases;
    private final Delivery delivery;
    private final Clock clock;

    Dispatch(KeycloakSessionFactory factory, Leases leases, Delivery delivery, Clock clock) {
        this.factory = factory;
        this.leases = leases;
        this.delivery = delivery;
        this.clock = clock;
    }

    /** Sends for one realm, as long as its turn is. */
    void send(String realmId) {
        Optional<RealmRecord> realm = RealmRecord.of(factory, realmId)
                .filter(found -> found.settings().recipients().contains(delivery.recipient()));
        Instant begin = clock.instant();
        if (realm.isEmpty() || !isDue(realm.get(), begin)) {
            return;
        }
        String lease = delivery.recipient().word() + ":" + realmId;
        if (leases.take(lease, realmId, begin, begin.plus(LEASE))) {
            Streak streak = sendAll(realm.get(), lease, begin.plus(TURN));
            leases.release(lease, clock.instant().plus(streak.pause()), streak.failures());
        }
    }

    private Streak sendAll(RealmRecord realm, String lease, Instant end) {
        Streak streak = new Streak(leases.failures(lease));
        boolean ours = true;
        while (ours && clock.instant().isBefore(end)) {
            List<Outgoing.Waiting> waiting = isDue(realm, clock.instant()) ? oldest(realm) : List.of();
            if (waiting.isEmpty()) {
                return streak;
            }
            try {
                delivery.send(realm, waiting);
            } catch (UnansweredException e) {
                streak = streak.failed();
                LOG.warnf(
                        "%s of realm %s: %s; %d failed one after the other, next in %d s",
                        delivery.recipient().word(),
                        realm.name(),
                        e.getMessage(),
                        streak.failures(),
                        streak.pause().toSeconds());
                return streak;
            }
            streak = streak.taken();
            RealmRecord.inTransaction(factory, session -> {
                outgoing(session, realm)
                        .taken(waiting.stream().map(Outgoing.Waiting::id).toList());
                return true;
            });
            // Not if it slept over the lease's end: whoever has it now goes on.
            Instant now = clock.instant();
            ours = leases.take(lease, realm.id(), now, now.plus(LEASE));
        }
        return streak;
    }

    /** Whether the oldest has waited long enough for others to go with it. */
    private boolean isDue(RealmRecord realm, Instant now) {
        Instant last = now.minus(delivery.collecting(realm.settings()));
        return RealmRecord.inTransaction(
                        factory, session -> outgoing(session, realm).oldestAt())
                .filter(at -> !at.isAfter(last))
                .isPresent();
    }

    private List<Outgoing.Waiting> oldest(RealmRecord realm) {
        return RealmRecord.inTransaction(
                factory,
                session -> outgoing(session, realm).oldest(delivery.most(realm.settings()), delivery.mostBytes()));
    }

    private Outgoing outgoing(KeycloakSession session, RealmRecord realm) {
        return new Outgoing(session, realm.id(), delivery.recipient());
    }
}
