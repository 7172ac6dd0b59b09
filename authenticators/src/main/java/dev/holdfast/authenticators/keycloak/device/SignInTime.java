package dev.holdfast.authenticators.keycloak.device;

import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** When the user of a required action was last present. */
public final class SignInTime {
    private SignInTime() {}

    /**
     * Now for a sign-in that this flow just asked for; the session's {@code auth_time} where its cookie spared it; the
     * device's verification where a device spared it.
     */
    public static Instant of(RequiredActionContext context, Instant now) {
        var tab = context.getAuthenticationSession();
        String byDevice = tab.getClientNote(AuthenticationManager.AUTH_TIME_BROKER);
        if (byDevice != null) {
            return Instant.ofEpochSecond(Long.parseLong(byDevice));
        }
        if (!"true".equals(tab.getAuthNote(AuthenticationManager.SSO_AUTH))) {
            return now;
        }
        UserSessionModel session = context.getSession()
                .sessions()
                .getUserSession(context.getRealm(), tab.getParentSession().getId());
        return Optional.ofNullable(session)
                .map(found -> found.getNote(AuthenticationManager.AUTH_TIME))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .orElse(Instant.EPOCH);
    }
}
