package dev.holdfast.keycloak;

import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotAuthorizedException;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager;
import org.keycloak.services.managers.RealmManager;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminRoot;

/** A bearer token of an administrator or service account, as Keycloak's own admin API takes it, at our doors of a realm. */
public final class AdministratorToken {
    private AdministratorToken() {}

    /**
     * Whose token the request shows. A cookie is never looked at. The session's realm stays the one that is asked for.
     *
     * @throws NotAuthorizedException if nobody shows who they are
     * @throws ForbiddenException if they belong to another realm, which is not the server's own either
     */
    public static AdminAuth authenticated(KeycloakSession session) {
        RealmModel asked = session.getContext().getRealm();
        requireIssuer(AppAuthManager.extractAuthorizationHeaderToken(
                session.getContext().getRequestHeaders()));
        try {
            // Looks the token up in the realm that issued it, which is not always the one that is asked for.
            AdminAuth auth = AdminRoot.authenticateRealmAdminRequest(session);
            if (!RealmManager.isAdministrationRealm(auth.getRealm())
                    && !auth.getRealm().equals(asked)) {
                throw new ForbiddenException();
            }
            return auth;
        } finally {
            session.getContext().setRealm(asked);
        }
    }

    /** Keycloak takes an issuer for granted before it looks at the signature. */
    private static void requireIssuer(@Nullable String token) {
        try {
            if (token != null
                    && new JWSInput(token).readJsonContent(AccessToken.class).getIssuer() != null) {
                return;
            }
        } catch (JWSInputException e) {
            // Answered below, as any other text that is no token.
        }
        throw new NotAuthorizedException("Bearer");
    }
}
