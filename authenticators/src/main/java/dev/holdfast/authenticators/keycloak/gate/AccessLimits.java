package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.SessionLimits;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How long what the gate let in lasts. Each application's part of a session has its own limits, begun anew by each sign-in. */
final class AccessLimits {
    private AccessLimits() {}

    /** Leaves in the tab what its session, and the application's part of it, will know of the decision. */
    static void remember(RequiredActionContext context, Verdict verdict, SessionLimits limits) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        long now = Time.currentTime();
        tab.setClientNote(GateNotes.LET_IN_AT, Long.toString(now));
        tab.setClientNote(GateNotes.DECISION, AccessDetails.note(verdict));
        // Empty rather than absent: the notes of an earlier sign-in would stay.
        tab.setClientNote(
                GateNotes.UNTIL,
                limits.lifetime()
                        .map(lifetime -> Long.toString(now + lifetime.toSeconds()))
                        .orElse(""));
        tab.setClientNote(
                GateNotes.MAX_AGE,
                limits.maxAge().map(maxAge -> Long.toString(maxAge.toSeconds())).orElse(""));
        String address = context.getConnection().getRemoteAddr();
        if (address != null) {
            GateNotes.ADDRESS.putForUserSession(tab, address);
        }
    }

    static boolean wasLetIn(AuthenticatedClientSessionModel application) {
        return application.getNote(GateNotes.LET_IN_AT) != null;
    }

    /** Until when tokens of the application's part of a session may last, in seconds; nothing where nothing limits them. */
    static Optional<Long> end(AuthenticatedClientSessionModel application) {
        Optional<Long> until = number(application, GateNotes.UNTIL);
        Optional<Long> old = number(application, GateNotes.MAX_AGE)
                .map(maxAge -> authenticatedAt(application.getUserSession()) + maxAge);
        return until.isPresent() && old.isPresent()
                ? Optional.of(Math.min(until.get(), old.get()))
                : until.or(() -> old);
    }

    /** In seconds; where no browser signed in, the beginning of the session. */
    static long authenticatedAt(UserSessionModel session) {
        String seconds = session.getNote(AuthenticationManager.AUTH_TIME);
        return seconds == null ? session.getStarted() : Long.parseLong(seconds);
    }

    private static Optional<Long> number(AuthenticatedClientSessionModel application, String note) {
        return Optional.ofNullable(application.getNote(note))
                .filter(value -> !value.isEmpty())
                .map(Long::valueOf);
    }
}
