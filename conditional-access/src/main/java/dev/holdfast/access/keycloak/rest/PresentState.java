package dev.holdfast.access.keycloak.rest;

import dev.holdfast.access.keycloak.signal.KnownDevices;
import dev.holdfast.access.keycloak.signal.People;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.access.signal.Person;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * People and devices of a realm as they are now, each read once. They are read in sessions of their own that end after some:
 * a session keeps all that it reads, and looks through all of it before each query for what is to be written first.
 */
final class PresentState implements AutoCloseable {
    static final int READ_BY_ONE_SESSION = 100;
    private static final int KNOWN = 20_000;

    private final KeycloakSessionFactory factory;
    private final String realmId;
    private final Map<String, Optional<Person>> people = new HashMap<>();
    private final Map<String, DeviceSignal> devices = new HashMap<>();
    private @Nullable KeycloakSession session;
    private int reads;

    PresentState(KeycloakSession session, RealmModel realm) {
        this.factory = session.getKeycloakSessionFactory();
        this.realmId = realm.getId();
    }

    /** Nobody, if there is no such user any more. */
    Optional<Person> person(String id) {
        return known(people).computeIfAbsent(id, any -> read(this::readPerson, id));
    }

    DeviceSignal device(String id) {
        return known(devices)
                .computeIfAbsent(id, any -> read(KnownDevices::of, id).orElseGet(DeviceSignal.None::new));
    }

    private Optional<Person> readPerson(KeycloakSession reading, RealmModel realm, String id) {
        return Optional.<UserModel>ofNullable(reading.users().getUserById(realm, id))
                .map(user -> People.of(reading, realm, user));
    }

    private interface Reading<T> {
        Optional<T> of(KeycloakSession session, RealmModel realm, String id);
    }

    private <T> Optional<T> read(Reading<T> reading, String id) {
        KeycloakSession current = session();
        return Optional.ofNullable(current.getContext().getRealm()).flatMap(realm -> reading.of(current, realm, id));
    }

    private KeycloakSession session() {
        if (reads++ % READ_BY_ONE_SESSION == 0) {
            close();
        }
        KeycloakSession current = session;
        if (current == null) {
            current = factory.create();
            session = current;
            current.getTransactionManager().begin();
            current.getContext().setRealm(current.realms().getRealm(realmId));
        }
        return current;
    }

    private static <T> Map<String, T> known(Map<String, T> some) {
        if (some.size() > KNOWN) {
            some.clear();
        }
        return some;
    }

    /** Nothing was changed. */
    @Override
    public void close() {
        KeycloakSession ended = session;
        session = null;
        if (ended != null) {
            ended.getTransactionManager().rollback();
            ended.close();
        }
    }
}
