package dev.holdfast.insights.keycloak.work;

import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.keycloak.rows.Leases;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.keycloak.rows.Retention;
import dev.holdfast.insights.setting.InsightSetting;
import dev.holdfast.insights.setting.InsightSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
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
            Optional<RealmRecord> realm = RealmRecord.of(factory, realmId);
            // Where the record is set up no longer, what it left stays for the usual days.
            sweep(
                    realmId,
                    realm.map(RealmRecord::name).orElse(realmId),
                    realm.map(RealmRecord::settings).orElseGet(InsightSettings::defaults),
                    begin);
        } finally {
            leases.release(lease, Instant.EPOCH, 0);
        }
    }

    private void sweep(String realmId, String name, InsightSettings settings, Instant begin) {
        Instant end = begin.minus(Duration.ofDays(settings.number(InsightSetting.RETENTION_DAYS)));
        for (Recipient recipient : Recipient.values()) {
            boolean wanted = settings.recipients().contains(recipient);
            // Nothing waits for a recipient that is there no longer.
            Instant before = wanted ? end : Instant.ofEpochMilli(Long.MAX_VALUE);
            long lost =
                    inBatches(begin, session -> new Outgoing(session, realmId, recipient).removeBatchBefore(before));
            if (wanted && lost > 0) {
                LOG.warnf("%s of realm %s never took %d records whose days are over", recipient.word(), name, lost);
            }
        }
        inBatches(begin, session -> new Retention(session, realmId).removeBatchBefore(end));
    }

    /** A batch in each transaction, until there are none left or the time is up. */
    private long inBatches(Instant begin, ToIntFunction<KeycloakSession> batch) {
        long all = 0;
        while (clock.instant().isBefore(begin.plus(LONGEST))) {
            int removed = RealmRecord.inTransaction(factory, batch::applyAsInt);
            all += removed;
            if (removed == 0) {
                break;
            }
        }
        return all;
    }
}
