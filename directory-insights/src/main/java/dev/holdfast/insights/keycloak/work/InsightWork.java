package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.insights.keycloak.realm.InsightsProvider;
import dev.holdfast.insights.keycloak.rows.Leases;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * What is done beside requests: webhooks, and records whose days are over. On a thread of its own, since Keycloak's timer
 * has one for all that it does, and a receiver that stalls must not hold it.
 */
public final class InsightWork {
    private static final Logger LOG = Logger.getLogger(InsightWork.class);
    private static final int WEBHOOK_SECONDS = 1;
    private static final int RETENTION_SECONDS = 300;
    private static final int FIRST_RETENTION_SECONDS = 10;

    private final KeycloakSessionFactory factory;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "holdfast-insights");
        thread.setDaemon(true);
        return thread;
    });

    public InsightWork(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    public void start() {
        Leases leases = new Leases(factory, UUID.randomUUID().toString());
        WebhookSender sender = new WebhookSender(factory, leases, GuardedHttp.overTheNetwork(), Clock.systemUTC());
        RetentionSweep sweep = new RetentionSweep(factory, leases, Clock.systemUTC());
        threads.scheduleWithFixedDelay(() -> each(sender::send), WEBHOOK_SECONDS, WEBHOOK_SECONDS, TimeUnit.SECONDS);
        threads.scheduleWithFixedDelay(
                () -> each(sweep::sweep), FIRST_RETENTION_SECONDS, RETENTION_SECONDS, TimeUnit.SECONDS);
    }

    public void stop() {
        threads.shutdownNow();
    }

    private interface Work {
        void in(String realmId);
    }

    /** Every realm that keeps a record; what goes wrong in one is no other's trouble, and is tried again. */
    private void each(Work work) {
        try {
            for (String realm : realms()) {
                try {
                    work.in(realm);
                } catch (RuntimeException e) {
                    LOG.warnf(e, "work on the record of realm %s failed", realm);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("work on the record failed", e);
        }
    }

    private List<String> realms() {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory,
                session -> session.realms()
                        .getRealmsWithProviderTypeStream(InsightsProvider.class)
                        .map(RealmModel::getId)
                        .toList());
    }
}
