package dev.holdfast.insights.keycloak.rest;

import dev.holdfast.insights.keycloak.key.KeyOwnerProvider;
import dev.holdfast.keycloak.AdministratorToken;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.services.resources.admin.fgap.AdminPermissions;

/**
 * Who calls: an administrator or a service account with a bearer token, of this realm or of the administration's, or an API
 * key of this realm, with its service account's rights. Keycloak's own roles decide. Whatever else is to open the record is to
 * be looked at here, and nowhere else.
 */
final class InsightsCaller {
    private static final String KEY_HEADER = "x-api-key";

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
        String key = session.getContext().getRequestHeaders().getHeaderString(KEY_HEADER);
        return key == null || key.isBlank()
                ? AdminPermissions.evaluator(session, realm, AdministratorToken.authenticated(session))
                : AdminPermissions.evaluator(session, realm, realm, owner(session, key.strip()));
    }

    /** A key that opens nothing is answered as a token that opens nothing: never by a second look at a token beside it. */
    private static UserModel owner(KeycloakSession session, String key) {
        KeyOwnerProvider keys = session.getProvider(KeyOwnerProvider.class);
        return Optional.ofNullable(keys)
                .flatMap(known -> known.ownerOf(key))
                .orElseThrow(() -> new NotAuthorizedException("Bearer"));
    }
}
