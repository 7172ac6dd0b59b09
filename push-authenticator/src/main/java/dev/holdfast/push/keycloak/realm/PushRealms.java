package dev.holdfast.push.keycloak.realm;

import dev.holdfast.push.realm.PushEndpoints;
import dev.holdfast.push.realm.PushRealm;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.Urls;
import org.keycloak.urls.UrlType;

/** Finds the current realm's push. */
public final class PushRealms {
    private static final SecureRandom RANDOM = new SecureRandom();

    private PushRealms() {}

    /** The push of the request's realm, or nothing where it is not set up or switched off. */
    public static Optional<PushRealm> of(KeycloakSession session) {
        return setUpIn(session).filter(realm -> realm.settings().on());
    }

    /** The push of the request's realm, or nothing where it is not set up. */
    public static Optional<PushRealm> setUpIn(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return RealmPushFactory.componentOf(realm)
                .map(component -> session.getProvider(PushMfaProvider.class, component))
                .map(push -> {
                    URI frontend = session.getContext().getUri(UrlType.FRONTEND).getBaseUri();
                    return new PushRealm(
                            realm.getId(),
                            labelOf(realm),
                            new PushEndpoints(Urls.realmIssuer(frontend, realm.getName())),
                            push.settings(),
                            push.keys(),
                            Clock.systemUTC(),
                            RANDOM);
                });
    }

    private static String labelOf(RealmModel realm) {
        String name = realm.getDisplayName();
        return name == null || name.isBlank() ? realm.getName() : name;
    }
}
