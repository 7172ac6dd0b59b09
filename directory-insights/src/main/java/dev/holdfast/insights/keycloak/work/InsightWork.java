package dev.holdfast.insights.keycloak.work;

import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.insights.keycloak.rows.Leases;
import dev.holdfast.insights.keycloak.rows.Outgoing;
import dev.holdfast.insights.keycloak.rows.Retention;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What is done beside requests: records are sent to their recipients, and removed when their days are over. On a thread for
 * each, since Keycloak's timer has one for all that it does, and a recipient that stalls must hold neither it nor another.
 */
public final class InsightWork {
    private static final Logger LOG = Logger.getLogger(InsightWork.class);
    private static final int DISPATCH_SECONDS = 1;
    private static final int RETENTION_SECONDS = 300;
    private static final int FIRST_RETENTION_SECONDS = 10;

    private final KeycloakSessionFactory factory;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3, work -> {
        Thread thread = new Thread(work, "holdfast-insights");
        thread.setDaemon(true);
        return thread;
    });

    public InsightWork(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    public void start() {
        Leases leases = new Leases(factory, UUID.randomUUID().toString());
        Clock clock = Clock.systemUTC();
        GuardedHttp http = GuardedHttp.overTheNetwork();
        dispatch(new Dispatch(factory, leases, new WebhookDelivery(http, clock), clock));
        dispatch(new Dispatch(factory, leases, new StoreDelivery(http, clock), clock));
        RetentionSweep sweep = new RetentionSweep(factory, leases, clock);
        threads.scheduleWithFixedDelay(
                () -> each(InsightWork::recorded, sweep::sweep),
                FIRST_RETENTION_SECONDS,
                RETENTION_SECONDS,
                TimeUnit.SECONDS);
    }

    private void dispatch(Dispatch recipient) {
        threads.scheduleWithFixedDelay(
                () -> each(Outgoing::realms, recipient::send), DISPATCH_SECONDS, DISPATCH_SECONDS, TimeUnit.SECONDS);
    }

    public void stop() {
        threads.shutdownNow();
    }

    private interface Work {
        void in(String realmId);
    }

    /** Every realm that has work; what goes wrong in one is no other's trouble, and is tried again. */
    private void each(Function<KeycloakSession, Collection<String>> realms, Work work) {
        try {
            for (String realm : RealmRecord.inTransaction(factory, realms)) {
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

    /** Where records are, or wait, whether or not the realm keeps any now. */
    private static Collection<String> recorded(KeycloakSession session) {
        Set<String> realms = new TreeSet<>(Retention.realms(session));
        realms.addAll(Outgoing.realms(session));
        return realms;
    }
}
