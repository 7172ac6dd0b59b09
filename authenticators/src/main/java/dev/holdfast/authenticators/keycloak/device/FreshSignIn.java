package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.login.Dusts;
import dev.holdfast.device.refusal.Refusal;
import java.time.Instant;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** What an application may demand beyond possession: the user's presence now, or not too long ago. */
final class FreshSignIn {
    private FreshSignIn() {}

    /**
     * {@code prompt=login} (OpenID Connect Core §3.1.2.1), {@code ForceAuthn} (SAML Core §3.4.1), or whatever else made the
     * cookie step ask for a sign-in anew: an exceeded {@code max_age}, an action that wants its user present.
     */
    static boolean isDemanded(AuthenticationSessionModel tab) {
        return "true".equals(tab.getAuthNote(AuthenticationManager.FORCED_REAUTHENTICATION))
                || TokenUtil.hasPrompt(
                        tab.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_LOGIN)
                || SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT.equals(
                        tab.getAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN));
    }

    /**
     * Refuses a sign-in whose user was last present before the demand for it, or longer ago than {@code max_age} or the
     * action asked for allows. An unlock in this very sign-in is what all of them ask for.
     */
    static void check(KeycloakSession session, AuthenticationSessionModel tab, Dusts.Proof proof, Instant now) {
        if (proof.unlockedHere()) {
            return;
        }
        if (isDemanded(tab)) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("a fresh sign-in is demanded");
        }
        Instant verifiedAt = proof.verifiedAt();
        String maxAge = tab.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM);
        if (maxAge != null && verifiedAt.plusSeconds(Long.parseLong(maxAge)).isBefore(now)) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("max_age " + maxAge + " since " + verifiedAt);
        }
        String action = tab.getClientNote(Constants.KC_ACTION);
        RequiredActionProvider provider =
                action == null ? null : session.getProvider(RequiredActionProvider.class, action);
        if (provider != null
                && verifiedAt.plusSeconds(provider.getMaxAuthAge(session)).isBefore(now)) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("action " + action + " since " + verifiedAt);
        }
    }
}
