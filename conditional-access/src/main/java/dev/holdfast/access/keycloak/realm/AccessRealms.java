package dev.holdfast.access.keycloak.realm;

import dev.holdfast.access.address.AddressSet;
import dev.holdfast.access.realm.AccessSettings;
import java.util.Map;
import java.util.Optional;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Finds the current realm's conditional access. */
public final class AccessRealms {
    private AccessRealms() {}

    /** The conditional access of the request's realm, or nothing where it is not set up or switched off. */
    public static Optional<AccessRealm> of(KeycloakSession session) {
        return setUpIn(session.getContext().getRealm())
                .filter(realm -> realm.settings().on());
    }

    /**
     * The conditional access of a realm, or nothing where it is not set up.
     *
     * <p>What is made of the components is kept as a note of one of them. Keycloak keeps all components of a realm in one
     * object of its realm cache, throws that away on every node when one of them changes, and lets a transaction that changes
     * one read the database: so the note cannot outlive a change, on any node.
     */
    public static Optional<AccessRealm> setUpIn(RealmModel realm) {
        return RealmAccessFactory.componentOf(realm).map(component -> {
            String cached = AccessRealm.class.getName();
            if (component.getNote(cached) instanceof AccessRealm access) {
                return access;
            }
            AccessRealm access = AccessRealm.of(realm, RealmAccessFactory.settingsOf(component));
            component.setNote(cached, access);
            return access;
        });
    }

    /** As the realm is, set up or not: for administrators who look before they switch on. */
    public static AccessRealm asItIs(RealmModel realm) {
        return setUpIn(realm).orElseGet(() -> AccessRealm.of(realm, AccessSettings.defaults()));
    }

    /** As the realm would be with other settings. */
    public static AccessRealm with(RealmModel realm, ComponentModel settings) {
        return AccessRealm.of(realm, RealmAccessFactory.settingsOf(settings));
    }

    /** What a list would be, by its id and its name. */
    public static Map<String, AddressSet> listsOf(ComponentModel list) {
        AddressSet addresses = AddressLists.of(list);
        return Map.of(list.getId(), addresses, list.getName(), addresses);
    }
}
