package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.authority.RevocationAnswers;
import dev.holdfast.device.keycloak.outbound.GuardedHttp;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.realm.Endpoints;
import dev.holdfast.device.realm.Origin;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/** Finds the current realm's device login. */
public final class DeviceRealms {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** One memory for the node's realms: what a realm may not ask is apart in it. */
    private static final RevocationAnswers REVOCATIONS = new RevocationAnswers(GuardedHttp.overTheNetwork(), RANDOM);

    private DeviceRealms() {}

    /** The device login of the request's realm, or nothing where it is not set up or switched off. */
    public static Optional<DeviceRealm> of(KeycloakSession session) {
        return setUpIn(session).filter(realm -> realm.settings().rollOut().on());
    }

    /** The device login of the request's realm, or nothing where it is not set up. */
    public static Optional<DeviceRealm> setUpIn(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return RealmDeviceLoginFactory.componentOf(realm)
                .map(component -> session.getProvider(DeviceLoginProvider.class, component))
                .map(login -> {
                    URI frontend = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
                    return new DeviceRealm(
                            realm.getId(),
                            realm.getName(),
                            new Endpoints(Urls.realmIssuer(frontend, realm.getName())),
                            Set.of(Origin.of(frontend)),
                            login.settings(),
                            login.keys(),
                            REVOCATIONS,
                            Clock.systemUTC(),
                            RANDOM);
                });
    }
}
