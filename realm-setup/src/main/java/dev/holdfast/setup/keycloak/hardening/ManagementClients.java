package dev.holdfast.setup.keycloak.hardening;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Clients that Keycloak makes to hold the roles of administrators: one in each realm, and in master one for each realm. */
final class ManagementClients {
    private ManagementClients() {}

    static List<ClientModel> of(KeycloakSession session, RealmModel realm) {
        if (!AdminRoles.isAdminRealm(realm.getName())) {
            return Stream.ofNullable(realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID))
                    .toList();
        }
        // Anybody may call a client of master like that: it holds such roles if there is a realm of the name.
        return realm.getClientsStream().toList().stream()
                .filter(client -> isOfRealm(session, client.getClientId()))
                .toList();
    }

    private static boolean isOfRealm(KeycloakSession session, String clientId) {
        return clientId.endsWith(AdminRoles.APP_SUFFIX)
                && session.realms()
                                .getRealmByName(
                                        clientId.substring(0, clientId.length() - AdminRoles.APP_SUFFIX.length()))
                        != null;
    }
}
