package dev.holdfast.access.keycloak.rest;

import dev.holdfast.access.keycloak.apikey.ApiKeyOwner;
import dev.holdfast.access.keycloak.apikey.ApiKeys;
import dev.holdfast.keycloak.AdministratorToken;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Who calls: an administrator or service account of the realm, or of the server's own realm, with what Keycloak permits
 * them. A cookie is never looked at, so no other page can call in a person's name.
 *
 * @param byKey whether an API key was shown, and no token
 */
record Caller(RealmModel realm, AdminAuth auth, AdminPermissionEvaluator permissions, boolean byKey) {
    static final String KEY_HEADER = "x-api-key";

    /**
     * @throws NotAuthorizedException if nobody shows who they are
     * @throws ForbiddenException if they belong to another realm
     */
    static Caller of(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        String key = session.getContext().getRequestHeaders().getHeaderString(KEY_HEADER);
        return key == null || key.isBlank() ? byToken(session, realm) : byKey(session, realm, key.strip());
    }

    UserModel user() {
        return auth.getUser();
    }

    /**
     * What the person may do by whatever token: that of the console bears no right to manage clients, so that it is worth little
     * to a thief, and does not need one for a key that opens these endpoints and the record's only. Of an administrator of the
     * server's own realm Keycloak can say this by the token alone.
     */
    AdminPermissionEvaluator personalPermissions(KeycloakSession session) {
        return auth.getRealm().equals(realm)
                ? AdminPermissions.evaluator(session, realm, realm, auth.getUser())
                : permissions;
    }

    AdminEventBuilder event(KeycloakSession session) {
        return new AdminEventBuilder(realm, auth, session, session.getContext().getConnection());
    }

    private static Caller byToken(KeycloakSession session, RealmModel realm) {
        AdminAuth auth = AdministratorToken.authenticated(session);
        return new Caller(realm, auth, AdminPermissions.evaluator(session, realm, auth), false);
    }

    private static Caller byKey(KeycloakSession session, RealmModel realm, String key) {
        Optional<ApiKeyOwner> owner = new ApiKeys(session, realm).ownerOf(key);
        if (owner.isEmpty()) {
            throw new NotAuthorizedException("Bearer");
        }
        AdminAuth auth = new AdminAuth(
                realm, new AccessToken(), owner.get().user(), owner.get().client());
        return new Caller(
                realm,
                auth,
                AdminPermissions.evaluator(session, realm, realm, owner.get().user()),
                true);
    }
}
