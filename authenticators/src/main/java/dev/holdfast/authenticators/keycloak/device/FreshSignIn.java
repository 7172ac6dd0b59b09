package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.refusal.Refusal;
import java.time.Instant;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.saml.SamlProtocol;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.TokenUtil;

/** What an application may demand beyond possession: the user's presence now, or not too long ago. */
final class FreshSignIn {
    private FreshSignIn() {}

    /** {@code prompt=login} (OpenID Connect Core §3.1.2.1) or {@code ForceAuthn} (SAML Core §3.4.1). */
    static boolean isDemanded(AuthenticationSessionModel tab) {
        return TokenUtil.hasPrompt(
                        tab.getClientNote(OIDCLoginProtocol.PROMPT_PARAM), OIDCLoginProtocol.PROMPT_VALUE_LOGIN)
                || SamlProtocol.SAML_FORCEAUTHN_REQUIREMENT.equals(
                        tab.getAuthNote(SamlProtocol.SAML_LOGIN_REQUEST_FORCEAUTHN));
    }

    /** Refuses a sign-in whose user was last present longer ago than {@code max_age} allows. */
    static void check(AuthenticationSessionModel tab, Instant verifiedAt, Instant now) {
        String maxAge = tab.getClientNote(OIDCLoginProtocol.MAX_AGE_PARAM);
        if (maxAge != null && verifiedAt.plusSeconds(Long.parseLong(maxAge)).isBefore(now)) {
            throw Refusal.USER_VERIFICATION_REQUIRED.because("max_age " + maxAge + " since " + verifiedAt);
        }
    }
}
