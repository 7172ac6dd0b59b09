package dev.holdfast.setup.keycloak.hardening;

import dev.holdfast.setup.hardening.ClientFacts;
import dev.holdfast.setup.hardening.RealmFacts;
import dev.holdfast.setup.hardening.RealmSetting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** Reads what an audit looks at. */
final class RealmReader {
    private static final String OF_MASTER = "admin";
    private static final String MANAGEMENT = "realm-management";
    private static final Set<String> MANAGING = Set.of(
            "realm-admin",
            "manage-realm",
            "manage-users",
            "manage-clients",
            "manage-identity-providers",
            "manage-authorization",
            "impersonation");
    private static final Set<String> BUILT_IN =
            Set.of("account", "account-console", "admin-cli", "broker", MANAGEMENT, "security-admin-console");
    /** What a user may have beside a second factor. */
    private static final Set<String> NO_FACTOR = Set.of("password", "password-history", "recovery-authn-codes");
    /** Realms with more administrators have other things to mend first. */
    private static final int MOST_MEMBERS = 200;

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
        return new RealmFacts(
                settings,
                realm.getClientsStream()
                        .filter(ClientModel::isEnabled)
                        .filter(client -> !client.isBearerOnly())
                        .map(RealmReader::client)
                        .toList(),
                administrators(),
                !realm.getSmtpConfig().isEmpty(),
                "https".equals(session.getContext().getUri().getBaseUri().getScheme()));
    }

    private static ClientFacts client(ClientModel client) {
        boolean oidc = "openid-connect".equals(client.getProtocol()) || client.getProtocol() == null;
        return new ClientFacts(
                client.getClientId(),
                BUILT_IN.contains(client.getClientId()) || client.getClientId().endsWith("-realm"),
                oidc && client.isPublicClient(),
                oidc && client.isStandardFlowEnabled(),
                oidc && client.isImplicitFlowEnabled(),
                oidc && client.isDirectAccessGrantsEnabled(),
                "true".equals(client.getAttribute("oauth2.device.authorization.grant.enabled")),
                "S256".equals(client.getAttribute("pkce.code.challenge.method")),
                client.isFullScopeAllowed(),
                client.getRedirectUris(),
                client.getWebOrigins());
    }

    private List<RealmFacts.Administrator> administrators() {
        ClientModel management = realm.getClientByClientId(MANAGEMENT);
        Stream<RoleModel> roles = management == null
                ? Stream.ofNullable(realm.getRole(OF_MASTER))
                : management.getRolesStream().filter(role -> MANAGING.contains(role.getName()));
        return roles
                .flatMap(this::members)
                .filter(user -> user.isEnabled() && user.getServiceAccountClientLink() == null)
                .collect(Collectors.toMap(UserModel::getId, user -> user, (one, same) -> one, TreeMap::new))
                .values()
                .stream()
                .map(user -> new RealmFacts.Administrator(user.getUsername(), hasFactor(user)))
                .toList();
    }

    private Stream<UserModel> members(RoleModel role) {
        // Read whole before the next question: the streams hold cursors of the database.
        List<UserModel> direct = session.users()
                .getRoleMembersStream(realm, role, 0, MOST_MEMBERS)
                .toList();
        List<UserModel> byGroup = session.groups().getGroupsByRoleStream(realm, role, 0, MOST_MEMBERS).toList().stream()
                .flatMap(
                        group -> session.users().getGroupMembersStream(realm, group, 0, MOST_MEMBERS).toList().stream())
                .toList();
        return Stream.concat(direct.stream(), byGroup.stream());
    }

    private static boolean hasFactor(UserModel user) {
        return user.credentialManager().isConfiguredFor(OTPCredentialModel.TYPE)
                || user.credentialManager()
                        .getStoredCredentialsStream()
                        .anyMatch(credential -> !NO_FACTOR.contains(credential.getType()));
    }
}
