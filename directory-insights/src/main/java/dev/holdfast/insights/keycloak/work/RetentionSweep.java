package dev.holdfast.insights.keycloak.work;

import dev.holdfast.insights.keycloak.rows.Leases;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.keycloak.rows.Retention;
import dev.holdfast.insights.setting.InsightSetting;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;

/** Removes records whose days are over: on one node at a time, in small transactions, for a bounded time. */
final class RetentionSweep {
    private static final Logger LOG = Logger.getLogger(RetentionSweep.class);
    private static final Duration LONGEST = Duration.ofMinutes(4);

    private final KeycloakSessionFactory factory;
    private final Leases leases;
    private final Clock clock;

    RetentionSweep(KeycloakSessionFactory factory, Leases leases, Clock clock) {
        this.factory = factory;
        this.leases = leases;
        this.clock = clock;
    }

    void sweep(String realmId) {
        Instant begin = clock.instant();
        String lease = "retention:" + realmId;
        if (!leases.take(lease, realmId, begin, begin.plus(LONGEST.multipliedBy(2)))) {
            return;
        }
        try {
            RealmRecord.of(factory, realmId).ifPresent(realm -> sweep(realm, begin));
        } finally {
            leases.release(lease, Instant.EPOCH, 0);
        }
    }

    private void sweep(RealmRecord realm, Instant begin) {
        Instant end = begin.minus(Duration.ofDays(realm.settings().number(InsightSetting.RETENTION_DAYS)));
        RealmRecord.inTransaction(factory, session -> {
            Outgoing outgoing = new Outgoing(session, realm.id());
            if (realm.settings().webhook().isEmpty()) {
                outgoing.removeAll();
            } else {
                int lost = outgoing.removeBefore(end);
                if (lost > 0) {
                    LOG.warnf("webhook of realm %s never took %d records whose days are over", realm.name(), lost);
                }
            }
            return true;
        });
        while (clock.instant().isBefore(begin.plus(LONGEST))
                && RealmRecord.inTransaction(
                                factory, session -> new Retention(session, realm.id()).removeBatchBefore(end))
                        > 0) {
            // A batch in each transaction.
        }
    }
}
