package dev.holdfast.authenticators.keycloak.gate;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;

/**
 * Begins a tab's sign-in anew, so that its user authenticates again: by what {@code max_age} (OpenID Connect Core §3.1.2.1)
 * and {@code ForceAuthn} (SAML Core §3.4.1) do when an application asks for it.
 */
final class FreshStart {
    private FreshStart() {}

    static Response begin(RequiredActionContext context, long maxAgeSeconds) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        String asked = tab.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM);
        AuthenticationProcessor.resetFlow(tab, LoginActionsService.AUTHENTICATE_PATH);
        GateNotes.ASKED_ANEW.put(tab, "1");
        if (SamlProtocol.LOGIN_PROTOCOL.equals(tab.getProtocol())) {
            tab.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT);
        } else if (asked == null || Long.parseLong(asked) > maxAgeSeconds) {
            tab.setClientNote(OIDCLoginProtocol.MAX_AGE_PARAM, Long.toString(maxAgeSeconds));
        }
        return FactorFlow.browseTo(context, LoginActionsService.AUTHENTICATE_PATH, Action.AUTHENTICATE);
    }
}
