package dev.holdfast.setup.keycloak.hardening;

import dev.holdfast.setup.hardening.ClientFacts;
import dev.holdfast.setup.hardening.RealmFacts;
import dev.holdfast.setup.hardening.RealmSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCConfigAttributes;

/** Reads what an audit looks at. */
final class RealmReader {
    private static final Set<String> BUILT_IN = Set.of(
            Constants.ACCOUNT_MANAGEMENT_CLIENT_ID,
            Constants.ACCOUNT_CONSOLE_CLIENT_ID,
            Constants.ADMIN_CLI_CLIENT_ID,
            Constants.BROKER_SERVICE_CLIENT_ID,
            Constants.ADMIN_CONSOLE_CLIENT_ID);

    private final KeycloakSession session;
    private final RealmModel realm;
    private final StockSettings stock;

    RealmReader(KeycloakSession session, RealmModel realm, StockSettings stock) {
        this.session = session;
        this.realm = realm;
        this.stock = stock;
    }

    RealmFacts facts() {
        Map<RealmSetting, String> settings = new EnumMap<>(RealmSetting.class);
        settings.putAll(stock.of(realm));
        settings.putAll(ProductSettings.of(realm));
        List<ClientModel> management = ManagementClients.of(session, realm);
        return new RealmFacts(
                settings,
                realm.getClientsStream()
                        .filter(ClientModel::isEnabled)
                        .filter(client -> !client.isBearerOnly())
                        .map(client -> client(client, management))
                        .toList(),
                new AdministratorReader(session, realm).administrators(management),
                !realm.getSmtpConfig().isEmpty(),
                "https".equals(session.getContext().getUri().getBaseUri().getScheme()));
    }

    private static ClientFacts client(ClientModel client, List<ClientModel> management) {
        boolean oidc = "openid-connect".equals(client.getProtocol()) || client.getProtocol() == null;
        return new ClientFacts(
                client.getClientId(),
                BUILT_IN.contains(client.getClientId()) || management.contains(client),
                oidc && client.isPublicClient(),
                oidc && client.isStandardFlowEnabled(),
                oidc && client.isImplicitFlowEnabled(),
                oidc && client.isDirectAccessGrantsEnabled(),
                "true".equals(client.getAttribute("oauth2.device.authorization.grant.enabled")),
                "S256".equals(client.getAttribute("pkce.code.challenge.method")),
                client.isFullScopeAllowed(),
                accessTokenLifespan(client),
                Objects.requireNonNullElse(client.getRootUrl(), ""),
                client.getRedirectUris(),
                client.getWebOrigins());
    }

    /** What is no number has no end that anybody knows. */
    private static OptionalLong accessTokenLifespan(ClientModel client) {
        String own = client.getAttribute(OIDCConfigAttributes.ACCESS_TOKEN_LIFESPAN);
        if (own == null || own.isBlank()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(own.strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.of(-1);
        }
    }
}
