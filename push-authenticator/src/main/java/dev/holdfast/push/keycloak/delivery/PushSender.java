package dev.holdfast.push.keycloak.delivery;

import dev.holdfast.push.delivery.Delivery;
import dev.holdfast.push.delivery.PushDelivery;
import dev.holdfast.push.delivery.Subscription;
import dev.holdfast.push.delivery.VapidKey;
import dev.holdfast.push.delivery.WakeUp;
import dev.holdfast.push.keycloak.rows.JpaPhones;
import dev.holdfast.push.keycloak.rows.JpaPushLedger;
import dev.holdfast.push.keycloak.waiting.WaitState;
import dev.holdfast.push.keycloak.waiting.WaitingPages;
import dev.holdfast.push.phone.Phone;
import dev.holdfast.push.realm.PushRealm;
import dev.holdfast.push.request.Asked;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Wakes the phones of a request, and takes note of those that cannot be woken any more. */
public final class PushSender {
    private static final Logger LOG = Logger.getLogger(PushSender.class);

    private static final Optional<PushDelivery> DELIVERY = ServiceLoader.load(
                    PushDelivery.class, PushDelivery.class.getClassLoader())
            .findFirst();

    private final KeycloakSessionFactory factory;
    private final PushRealm realm;

    public PushSender(KeycloakSession session, PushRealm realm) {
        this.factory = session.getKeycloakSessionFactory();
        this.realm = realm;
    }

    /** Begins to send, and returns at once. To be called when the request can be read in the database. */
    public void wake(Asked.Waiting asked) {
        UUID request = asked.request().id();
        List<Phone> phones = asked.phones().stream()
                .filter(phone -> phone.subscription().isPresent())
                .toList();
        AtomicInteger left = new AtomicInteger(phones.size());
        for (Phone phone : phones) {
            Subscription subscription = phone.subscription().orElseThrow();
            Optional<VapidKey> vapid = realm.keys().vapidOf(subscription.applicationServerKey());
            if (DELIVERY.isEmpty() || vapid.isEmpty()) {
                String why = vapid.isEmpty() ? "its key is retired" : "no delivery";
                note(new Delivery.CouldNotAsk(why), phone, subscription, request, left);
                continue;
            }
            DELIVERY.get()
                    .deliver(new WakeUp(
                            subscription,
                            vapid.get(),
                            realm.settings().contact(),
                            request,
                            Duration.between(realm.now(), asked.request().expiresAt()),
                            realm.now(),
                            realm.settings().pushHosts()))
                    .thenAccept(delivery -> note(delivery, phone, subscription, request, left));
        }
    }

    /** @param left how many of the phones may still be reached */
    private void note(Delivery delivery, Phone phone, Subscription subscription, UUID request, AtomicInteger left) {
        if (delivery instanceof Delivery.Accepted) {
            return;
        }
        if (delivery instanceof Delivery.CouldNotAsk could) {
            LOG.warnf("phone %s could not be woken: %s", phone.id(), could.why());
        }
        boolean last = left.decrementAndGet() == 0;
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            session.getContext().setRealm(session.realms().getRealm(realm.id()));
            if (delivery instanceof Delivery.Gone) {
                new JpaPhones(session).forget(phone.id(), subscription.endpoint());
            }
            if (last) {
                new JpaPushLedger(session).unreachable(request);
            }
        });
        if (last) {
            KeycloakModelUtils.runJobInTransaction(
                    factory, session -> WaitingPages.tell(session, request, WaitState.UNREACHABLE));
        }
    }
}
