package dev.holdfast.setup.keycloak;

import dev.holdfast.authenticators.keycloak.claims.DeviceAssertionMapper;
import dev.holdfast.authenticators.keycloak.claims.DeviceClaimsMapper;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;

/** A client scope that is a default of every client of its protocol, so that each application hears what was proven. */
final class DeviceClaimsScope {
    private static final String DESCRIPTION = "What a device sign-in proved: ";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final String name;
    private final String protocol;
    private final String content;
    private final ProtocolMapperModel mapper;

    private DeviceClaimsScope(
            KeycloakSession session,
            RealmModel realm,
            String name,
            String protocol,
            String content,
            ProtocolMapperModel mapper) {
        this.session = session;
        this.realm = realm;
        this.name = name;
        this.protocol = protocol;
        this.content = content;
        this.mapper = mapper;
    }

    /** The scopes of a realm, one for each protocol. */
    static List<DeviceClaimsScope> all(KeycloakSession session, RealmModel realm) {
        return List.of(
                new DeviceClaimsScope(
                        session,
                        realm,
                        "holdfast-device",
                        OIDCLoginProtocol.LOGIN_PROTOCOL,
                        "amr, acr and the device",
                        DeviceClaimsMapper.newMapper()),
                new DeviceClaimsScope(
                        session,
                        realm,
                        "holdfast-device-saml",
                        SamlProtocol.LOGIN_PROTOCOL,
                        "the device, its assurance, amr, AuthnContextClassRef and AuthnInstant",
                        DeviceAssertionMapper.newMapper()));
    }

    boolean exists() {
        return find().isPresent();
    }

    void create() {
        if (exists()) {
            return;
        }
        ClientScopeModel scope = realm.addClientScope(name);
        scope.setDescription(DESCRIPTION + content);
        scope.setProtocol(protocol);
        scope.setDisplayOnConsentScreen(false);
        scope.setIncludeInTokenScope(false);
        scope.addProtocolMapper(mapper);
        realm.addDefaultClientScope(scope, true);
        clients()
                .filter(client -> protocol.equals(client.getProtocol()))
                .filter(client -> !client.isBearerOnly())
                .forEach(client -> client.addClientScope(scope, true));
    }

    void remove() {
        find().ifPresent(scope -> {
            clients().toList().forEach((ClientModel client) -> client.removeClientScope(scope));
            realm.removeDefaultClientScope(scope);
            realm.removeClientScope(scope.getId());
        });
    }

    private Stream<ClientModel> clients() {
        return session.clients().getClientsStream(realm);
    }

    private Optional<ClientScopeModel> find() {
        return realm.getClientScopesStream()
                .filter(scope -> name.equals(scope.getName()))
                .findFirst();
    }
}
