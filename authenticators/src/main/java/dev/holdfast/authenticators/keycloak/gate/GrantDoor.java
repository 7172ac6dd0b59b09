package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.authenticators.access.NextStep;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/** Sign-ins at the token endpoint that Keycloak leads to the end of sign-ins: no page can ask for anything there. */
final class GrantDoor {
    private static final String TOKEN_ENDPOINT = "/protocol/openid-connect/token";
    private static final String PASSED = "holdfast.access.passed";

    private GrantDoor() {}

    static boolean isOpen(KeycloakSession session) {
        return session.getContext().getUri().getPath().endsWith(TOKEN_ENDPOINT);
    }

    /** What the request asks to be granted (RFC 6749 §4.5); nothing outside the token endpoint. */
    static Optional<String> grantType(KeycloakSession session) {
        return isOpen(session)
                ? Optional.ofNullable(session.getContext()
                        .getHttpRequest()
                        .getDecodedFormParameters()
                        .getFirst(OAuth2Constants.GRANT_TYPE))
                : Optional.empty();
    }

    /** Refuses at once, by the event of the grant itself, what cannot be let in. */
    static void pass(RequiredActionContext context, Verdict verdict) {
        if (verdict.next() instanceof NextStep.LetIn letIn) {
            AccessLimits.remember(context, verdict, letIn.limits());
            context.getSession().setAttribute(PASSED, context.getUser().getId());
            return;
        }
        context.getEvent().user(context.getUser()).error(AccessDetails.DENIED);
        throw refusal();
    }

    /** Whether this very request was let in here. */
    static boolean letIn(KeycloakSession session, String user) {
        return user.equals(session.getAttribute(PASSED, String.class));
    }

    /** RFC 6749 §5.2; the same words whatever is missing, since whoever holds a stolen token reads them. */
    static CorsErrorResponseException refusal() {
        return new CorsErrorResponseException(
                Cors.builder(),
                OAuthErrorException.INVALID_GRANT,
                "Access denied by policy",
                Response.Status.BAD_REQUEST);
    }
}
