package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.authenticators.keycloak.device.SignInTime;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/**
 * The token endpoint, where no page can ask for anything: the password grant, which Keycloak leads to the end of sign-ins, and
 * what else asks for tokens. No address tells them apart, since more than one leads there.
 */
final class GrantDoor {
    private static final String PASSED = "holdfast.access.passed";

    private GrantDoor() {}

    /** Whether the token endpoint leads a sign-in to its end. Keycloak's event says so, which begins there with the grant. */
    static boolean isOpen(RequiredActionContext context) {
        Map<String, String> details = context.getEvent().getEvent().getDetails();
        return details != null && details.containsKey(Details.GRANT_TYPE);
    }

    /** What the request asks to be granted (RFC 6749 §4.5). */
    static Optional<String> grantType(KeycloakSession session) {
        return Optional.ofNullable(session.getContext().getHttpRequest().getDecodedFormParameters())
                .map(form -> form.getFirst(OAuth2Constants.GRANT_TYPE));
    }

    /** This request's sign-in was let in. */
    static void pass(RequiredActionContext context) {
        if (isOpen(context)) {
            SignInTime.rememberGrant(context.getAuthenticationSession());
        }
        context.getSession()
                .setAttribute(
                        PASSED,
                        passport(
                                context.getUser(),
                                context.getAuthenticationSession().getClient()));
    }

    /** Whether the sign-in to an application was let in by this very request. */
    static boolean letIn(KeycloakSession session, UserModel user, ClientModel client) {
        return passport(user, client).equals(session.getAttribute(PASSED, String.class));
    }

    private static String passport(UserModel user, ClientModel client) {
        return user.getId() + ' ' + client.getId();
    }

    /** Refuses at once, by the event of the grant itself, what cannot be let in. */
    static CorsErrorResponseException refusal(RequiredActionContext context) {
        context.getEvent().user(context.getUser()).error(AccessDetails.DENIED);
        return refusal();
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
