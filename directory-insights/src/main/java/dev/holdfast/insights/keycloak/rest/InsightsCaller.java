package dev.holdfast.insights.keycloak.rest;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminRoot;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Who calls: an administrator or a service account with a bearer token, of this realm or of the administration's. Keycloak's
 * own roles decide. Whatever else is to open the record is to be looked at here, and nowhere else.
 */
final class InsightsCaller {
    private InsightsCaller() {}

    /**
     * Lets nobody on without the role {@code view-events}.
     *
     * @return the realm that is asked of
     * @throws NotAuthorizedException if nobody is known who calls
     * @throws ForbiddenException if the role is missing
     */
    static RealmModel requireViewEvents(KeycloakSession session) {
        permissions(session).realm().requireViewEvents();
        return session.getContext().getRealm();
    }

    /** The same for what is told of users: the role is {@code view-users}. */
    static RealmModel requireViewUsers(KeycloakSession session) {
        permissions(session).users().requireView();
        return session.getContext().getRealm();
    }

    private static AdminPermissionEvaluator permissions(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        return AdminPermissions.evaluator(session, realm, authenticated(session, realm));
    }

    private static AdminAuth authenticated(KeycloakSession session, RealmModel asked) {
        AdminAuth auth;
        try {
            auth = AdminRoot.authenticateRealmAdminRequest(session);
        } finally {
            // Keycloak set the realm of the token.
            session.getContext().setRealm(asked);
        }
        // A token of a third realm opens nothing, as at Keycloak's own door.
        if (!auth.getRealm().equals(asked) && !auth.getRealm().getName().equals(Config.getAdminRealm())) {
            throw new ForbiddenException();
        }
        return auth;
    }
}
