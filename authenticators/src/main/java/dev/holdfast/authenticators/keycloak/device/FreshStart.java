package dev.holdfast.authenticators.keycloak.device;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.Action;
import org.keycloak.util.TokenUtil;

/**
 * Begins a tab's sign-in anew, so that its user authenticates again: by what {@code max_age} and {@code prompt=login} (OpenID
 * Connect Core §3.1.2.1) and {@code ForceAuthn} (SAML Core §3.4.1) do when an application asks for it.
 */
public final class FreshStart {
    private FreshStart() {}

    /** @param maxAgeSeconds as old the authentication may be; the application may have asked for less */
    public static Response within(long maxAgeSeconds, KeycloakSession session, AuthenticationSessionModel tab) {
        reset(tab);
        if (!forceInSaml(tab)) {
            String asked = tab.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM);
            if (asked == null || Long.parseLong(asked) > maxAgeSeconds) {
                tab.setClientNote(OIDCLoginProtocol.MAX_AGE_PARAM, Long.toString(maxAgeSeconds));
            }
        }
        return begin(session, tab);
    }

    /** The device is unlocked behind the sign-in, as if its user had chosen that on the tab's first page. */
    static Response toUnlock(KeycloakSession session, AuthenticationSessionModel tab) {
        reset(tab);
        if (!forceInSaml(tab)) {
            // Not by an age of nothing: that lasts for the rest of a second.
            String asked = tab.getClientNote(OIDCLoginProtocol.PROMPT_PARAM);
            if (!TokenUtil.hasPrompt(asked, OIDCLoginProtocol.PROMPT_VALUE_LOGIN)) {
                tab.setClientNote(
                        OIDCLoginProtocol.PROMPT_PARAM,
                        asked == null
                                ? OIDCLoginProtocol.PROMPT_VALUE_LOGIN
                                : asked + " " + OIDCLoginProtocol.PROMPT_VALUE_LOGIN);
            }
        }
        OtherWay.unlock(tab);
        return begin(session, tab);
    }

    private static void reset(AuthenticationSessionModel tab) {
        AuthenticationProcessor.resetFlow(tab, LoginActionsService.AUTHENTICATE_PATH);
    }

    /** @return whether it is SAML */
    private static boolean forceInSaml(AuthenticationSessionModel tab) {
        boolean saml = SamlProtocol.LOGIN_PROTOCOL.equals(tab.getProtocol());
        if (saml) {
            tab.setAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN, SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT);
        }
        return saml;
    }

    private static Response begin(KeycloakSession session, AuthenticationSessionModel tab) {
        return TabRedirect.to(LoginActionsService.AUTHENTICATE_PATH, Action.AUTHENTICATE, session, tab);
    }
}
