package dev.holdfast.authenticators.keycloak.device;

import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** When a user was last present: of a required action, and of a session. Where nobody knows it was long ago. */
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
        return session == null ? Instant.EPOCH : of(session);
    }

    /**
     * The session's {@code auth_time}; that of the password grant, for which Keycloak keeps none. A session in which nobody
     * authenticated (impersonation, an assertion of another issuer) was authenticated in 1970.
     */
    public static Instant of(UserSessionModel session) {
        return Optional.ofNullable(session.getNote(AuthenticationManager.AUTH_TIME))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .or(() -> DeviceNotes.GRANTED_AT.in(session).map(Instant::ofEpochSecond))
                .orElse(Instant.EPOCH);
    }

    /** The password grant authenticated the user of this sign-in now. */
    public static void rememberGrant(AuthenticationSessionModel tab) {
        DeviceNotes.GRANTED_AT.putForUserSession(tab, (long) Time.currentTime());
    }
}
