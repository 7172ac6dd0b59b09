package dev.holdfast.setup.keycloak;

import dev.holdfast.device.registration.SignInProofs;
import java.util.List;
import java.util.Map;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;

/** The public client of the agent's command line: code flow with PKCE on the loopback address, every other grant off. */
final class AgentClient {
    private final KeycloakSession session;
    private final RealmModel realm;

    AgentClient(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    boolean exists() {
        return realm.getClientByClientId(SignInProofs.CLIENT_ID) != null;
    }

    void create() {
        if (exists()) {
            return;
        }
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(SignInProofs.CLIENT_ID);
        client.setName("Holdfast agent");
        client.setDescription("Registers a device for its user from the command line.");
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setPublicClient(true);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setFullScopeAllowed(false);
        // Any port of the loopback address (RFC 8252 §7.3).
        client.setRedirectUris(List.of("http://127.0.0.1/callback"));
        client.setWebOrigins(List.of());
        client.setAttributes(Map.of(
                "pkce.code.challenge.method", "S256",
                "oauth2.device.authorization.grant.enabled", "false",
                "oidc.ciba.grant.enabled", "false",
                "standard.token.exchange.enabled", "false",
                "use.refresh.tokens", "false"));
        ClientManager.createClient(session, realm, client);
    }

    void remove() {
        ClientModel client = realm.getClientByClientId(SignInProofs.CLIENT_ID);
        if (client != null) {
            new ClientManager(new RealmManager(session)).removeClient(realm, client);
        }
    }
}
