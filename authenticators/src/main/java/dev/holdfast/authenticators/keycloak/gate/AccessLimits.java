package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.access.policy.SessionLimits;
import dev.holdfast.authenticators.keycloak.device.SignInTime;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How long what the gate let in lasts. Each application's part of a session has its own limits, begun anew by each sign-in, and
 * where there was none by each grant.
 */
final class AccessLimits {
    private AccessLimits() {}

    /** Leaves in the tab what its session, and the application's part of it, will know of the decision. */
    static void remember(RequiredActionContext context, Verdict verdict, SessionLimits limits) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        long now = Time.currentTime();
        tab.setClientNote(GateNotes.LET_IN_AT, Long.toString(now));
        tab.setClientNote(GateNotes.DECISION, AccessDetails.note(verdict));
        // Empty rather than absent: the notes of an earlier sign-in would stay.
        tab.setClientNote(GateNotes.UNTIL, until(limits, now));
        tab.setClientNote(GateNotes.MAX_AGE, maxAge(limits));
        String address = context.getConnection().getRemoteAddr();
        if (address != null) {
            GateNotes.ADDRESS.putForUserSession(tab, address);
        }
        Enrolment.remember(context);
        DeviceFactor.remember(context);
    }

    static boolean wasLetIn(AuthenticatedClientSessionModel application) {
        return application.getNote(GateNotes.LET_IN_AT) != null;
    }

    /** A grant let the application in, to which nobody signed in: its limits begin now, and hold for what it refreshes. */
    static void begin(AuthenticatedClientSessionModel application, SessionLimits limits) {
        long now = Time.currentTime();
        application.setNote(GateNotes.GRANTED_AT, Long.toString(now));
        application.setNote(GateNotes.UNTIL, until(limits, now));
        application.setNote(GateNotes.MAX_AGE, maxAge(limits));
    }

    /**
     * Until when tokens of the application's part of a session may last, in seconds; nothing where nothing limits them.
     *
     * @param decided the limits of this request's own decisions, which may be stricter than those of the beginning
     * @param start when these began, in seconds
     */
    static Optional<Long> end(AuthenticatedClientSessionModel application, SessionLimits decided, long start) {
        return Stream.of(
                        number(application, GateNotes.UNTIL),
                        number(application, GateNotes.MAX_AGE).map(age -> authenticatedAt(application) + age),
                        decided.lifetime().map(lifetime -> start + lifetime.toSeconds()),
                        decided.maxAge().map(age -> authenticatedAt(application) + age.toSeconds()))
                .flatMap(Optional::stream)
                .min(Long::compare);
    }

    /** When the application's part of the session began, by a sign-in or by a grant, in seconds. */
    static long beginning(AuthenticatedClientSessionModel application) {
        return number(application, GateNotes.LET_IN_AT)
                .or(() -> number(application, GateNotes.GRANTED_AT))
                .orElseGet(() -> (long) application.getStarted());
    }

    private static long authenticatedAt(AuthenticatedClientSessionModel application) {
        return SignInTime.of(application.getUserSession()).getEpochSecond();
    }

    private static String until(SessionLimits limits, long now) {
        return limits.lifetime()
                .map(lifetime -> Long.toString(now + lifetime.toSeconds()))
                .orElse("");
    }

    private static String maxAge(SessionLimits limits) {
        return limits.maxAge().map(maxAge -> Long.toString(maxAge.toSeconds())).orElse("");
    }

    private static Optional<Long> number(AuthenticatedClientSessionModel application, String note) {
        return Optional.ofNullable(application.getNote(note))
                .filter(value -> !value.isEmpty())
                .map(Long::valueOf);
    }
}
