package dev.holdfast.setup.keycloak;

import dev.holdfast.authenticators.keycloak.claims.DeviceClaimsMapper;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** The client scope {@code holdfast-device}: a default of every OIDC client, so that tokens say what was proven. */
final class DeviceClaimsScope {
    private static final String NAME = "holdfast-device";

    private final KeycloakSession session;
    private final RealmModel realm;

    DeviceClaimsScope(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    boolean exists() {
        return find().isPresent();
    }

    void create() {
        if (exists()) {
            return;
        }
        ClientScopeModel scope = realm.addClientScope(NAME);
        scope.setDescription("What a device sign-in proved: amr, acr and the device");
        scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        scope.setDisplayOnConsentScreen(false);
        scope.setIncludeInTokenScope(false);
        scope.addProtocolMapper(DeviceClaimsMapper.newMapper());
        realm.addDefaultClientScope(scope, true);
        session.clients()
                .getClientsStream(realm)
                .filter(client -> OIDCLoginProtocol.LOGIN_PROTOCOL.equals(client.getProtocol()))
                .filter(client -> !client.isBearerOnly())
                .forEach(client -> client.addClientScope(scope, true));
    }

    void remove() {
        find().ifPresent(scope -> {
            session.clients()
                    .getClientsStream(realm)
                    .toList()
                    .forEach((ClientModel client) -> client.removeClientScope(scope));
            realm.removeDefaultClientScope(scope);
            realm.removeClientScope(scope.getId());
        });
    }

    private Optional<ClientScopeModel> find() {
        return realm.getClientScopesStream()
                .filter(scope -> NAME.equals(scope.getName()))
                .findFirst();
    }
}
