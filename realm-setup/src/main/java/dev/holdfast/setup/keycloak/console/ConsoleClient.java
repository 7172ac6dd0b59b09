package dev.holdfast.setup.keycloak.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.services.managers.ClientManager;
import org.keycloak.services.managers.RealmManager;

/**
 * The public client by which the {@link ConsoleResource console} signs administrators in: code flow with PKCE to the
 * page's own address, every other grant off. Its tokens bear the few administrator's roles that the page needs and no
 * other, whatever else its user may do.
 */
public final class ConsoleClient {
    static final String ID = "holdfast-console";

    private static final List<String> ROLES = List.of(
            AdminRoles.VIEW_REALM,
            AdminRoles.MANAGE_REALM,
            AdminRoles.VIEW_EVENTS,
            AdminRoles.VIEW_USERS,
            AdminRoles.QUERY_USERS,
            AdminRoles.QUERY_GROUPS);

    private final KeycloakSession session;
    private final RealmModel realm;

    public ConsoleClient(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    public boolean exists() {
        return realm.getClientByClientId(ID) != null;
    }

    /** Whether the page can sign anybody in. */
    static boolean isEnabled(RealmModel realm) {
        ClientModel client = realm.getClientByClientId(ID);
        return client != null && client.isEnabled();
    }

    public void create() {
        if (!exists()) {
            ClientManager.createClient(session, realm, representation());
        }
        ClientModel client = realm.getClientByClientId(ID);
        if (RealmManager.isAdministrationRealm(realm)) {
            session.realms()
                    .getRealmsStream()
                    .forEach(administered -> allow(client, administered.getMasterAdminClient()));
        } else {
            allow(client, realm.getClientByClientId(Constants.REALM_MANAGEMENT_CLIENT_ID));
        }
    }

    /** Lets the console of the administration realm, where there is one, into this realm, which may be newer. */
    public void allowFromAdministrationRealm() {
        RealmModel administration = session.realms().getRealmByName(Config.getAdminRealm());
        ClientModel client = administration == null ? null : administration.getClientByClientId(ID);
        if (client != null) {
            allow(client, realm.getMasterAdminClient());
        }
    }

    public void remove() {
        ClientModel client = realm.getClientByClientId(ID);
        if (client != null) {
            new ClientManager(new RealmManager(session)).removeClient(realm, client);
        }
    }

    private static void allow(ClientModel client, ClientModel administration) {
        for (String name : ROLES) {
            RoleModel role = administration.getRole(name);
            if (role != null && !client.hasDirectScope(role)) {
                client.addScopeMapping(role);
            }
        }
    }

    private ClientRepresentation representation() {
        ClientRepresentation client = new ClientRepresentation();
        client.setClientId(ID);
        client.setName("Holdfast console");
        client.setDescription("The administrators' page for devices and enrolment tokens.");
        client.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
        client.setPublicClient(true);
        client.setStandardFlowEnabled(true);
        client.setImplicitFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setServiceAccountsEnabled(false);
        client.setFullScopeAllowed(false);
        // As Keycloak's own admin console has it: the address that administrators use, should it be another one.
        client.setRootUrl(Constants.AUTH_ADMIN_URL_PROP);
        String page = "/realms/" + realm.getName() + "/" + ID + "/";
        client.setBaseUrl(page);
        client.setRedirectUris(new ArrayList<>(List.of(page)));
        client.setWebOrigins(List.of());
        client.setAttributes(Map.of(
                "pkce.code.challenge.method", "S256",
                "oauth2.device.authorization.grant.enabled", "false",
                "oidc.ciba.grant.enabled", "false",
                "standard.token.exchange.enabled", "false"));
        return client;
    }
}
