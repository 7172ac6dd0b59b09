package dev.holdfast.setup.keycloak.hardening;

import dev.holdfast.keycloak.RoleHolders;
import dev.holdfast.keycloak.SecondFactors;
import dev.holdfast.setup.hardening.RealmFacts;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** Who administers a realm by roles, and whether each has a second factor. */
final class AdministratorReader {
    /** Roles that change something; to see is not to administer. */
    private static final Set<String> MANAGING = Set.of(
            AdminRoles.REALM_ADMIN,
            AdminRoles.MANAGE_REALM,
            AdminRoles.MANAGE_USERS,
            AdminRoles.MANAGE_CLIENTS,
            AdminRoles.MANAGE_EVENTS,
            AdminRoles.MANAGE_IDENTITY_PROVIDERS,
            AdminRoles.MANAGE_AUTHORIZATION,
            AdminRoles.MANAGE_ORGANIZATIONS,
            AdminRoles.CREATE_CLIENT,
            AdminRoles.IMPERSONATION);

    /** Roles of master that are of no realm. */
    private static final Set<String> OF_SERVER = Set.of(AdminRoles.ADMIN, AdminRoles.CREATE_REALM);

    /** Realms with more administrators have other things to mend first, and are told so. */
    private static final int MOST = 500;

    private final KeycloakSession session;
    private final RealmModel realm;

    AdministratorReader(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** @param management the clients that hold roles of administrators */
    RealmFacts.Administrators administrators(List<ClientModel> management) {
        SecondFactors factors = SecondFactors.in(session, realm);
        RoleHolders holders = RoleHolders.of(session, realm, roles(management), MOST);
        return new RealmFacts.Administrators(
                holders.users().stream()
                        .map(user -> new RealmFacts.Administrator(user.getUsername(), factors.hasOne(user)))
                        .toList(),
                holders.cutOff());
    }

    private List<RoleModel> roles(List<ClientModel> management) {
        Stream<RoleModel> ofServer = AdminRoles.isAdminRealm(realm.getName())
                ? OF_SERVER.stream().map(realm::getRole).flatMap(Stream::ofNullable)
                : Stream.of();
        return Stream.concat(
                        ofServer,
                        management.stream()
                                .flatMap(client ->
                                        MANAGING.stream().map(client::getRole).flatMap(Stream::ofNullable)))
                .toList();
    }
}
