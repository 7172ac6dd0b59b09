package dev.holdfast.authenticators.keycloak.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What a device proved in one browser tab's sign-in; it ends with that sign-in.
 *
 * <p>Keycloak knows a tab's sign-in by cookies that a thief may have, and every request sees what another one has written
 * meanwhile. So a proof counts in the request that brought it, and afterwards only with a mark that its answer gave to the
 * browser: whoever has the cookies of before, and looks at the tab while the device answers or behind it, has proved
 * nothing.
 */
public final class ProvenTab {
    private static final String HERE = ProvenTab.class.getName() + ".here.";

    private ProvenTab() {}

    /**
     * @param mark what the browser that showed the proof has in a cookie; nothing where the tab goes on with a proof of
     *     before, which whoever has the session's cookie could do
     */
    private record Proof(UUID registration, Optional<String> mark) {
        static Optional<Proof> of(AuthenticationSessionModel tab) {
            return DeviceNotes.PROVEN.in(tab).map(text -> {
                String[] parts = text.split(" ", 2);
                return new Proof(
                        UUID.fromString(parts[0]), parts.length > 1 ? Optional.of(parts[1]) : Optional.empty());
            });
        }

        /** Both in one note: no request sees the one without the other. */
        void putIn(AuthenticationSessionModel tab) {
            DeviceNotes.PROVEN.put(tab, registration + mark.map(" "::concat).orElse(""));
        }

        boolean countsFor(KeycloakSession session, AuthenticationSessionModel tab) {
            return mark.isEmpty()
                    || mark.equals(Optional.ofNullable(session.getAttribute(HERE + tab.getTabId(), String.class)))
                    || new BrowserCookies(session)
                            .markOf(tab.getTabId())
                            .filter(shown -> MessageDigest.isEqual(bytes(shown), bytes(mark.get())))
                            .isPresent();
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The registration whose key answered this tab in the browser that asks now, or whose last answer is young enough. */
    public static Optional<UUID> registration(KeycloakSession session, AuthenticationSessionModel tab) {
        return Proof.of(tab).filter(proof -> proof.countsFor(session, tab)).map(Proof::registration);
    }

    /** Whether a device's key answered this tab, but in another browser than the one that asks now. */
    public static boolean isProvenElsewhere(KeycloakSession session, AuthenticationSessionModel tab) {
        return Proof.of(tab).filter(proof -> !proof.countsFor(session, tab)).isPresent();
    }

    /** The registration that this tab's sign-in made. */
    public static Optional<UUID> setUpHere(AuthenticationSessionModel tab) {
        return DeviceNotes.SET_UP_HERE.in(tab).map(UUID::fromString);
    }

    /** The key of the registration has just answered this tab, in the browser of this request. */
    public static void proven(KeycloakSession session, AuthenticationSessionModel tab, UUID registration, Instant now) {
        BrowserCookies cookies = new BrowserCookies(session);
        cookies.forgetMarksExcept(
                tab.getParentSession().getAuthenticationSessions().keySet());
        String mark = SecretGenerator.getInstance().randomString();
        cookies.keepMark(tab.getTabId(), mark, lifetime(session.getContext().getRealm()));
        session.setAttribute(HERE + tab.getTabId(), mark);
        proven(tab, new Proof(registration, Optional.of(mark)), now.getEpochSecond());
        DeviceNotes.PROVEN_AT.putForUserSession(tab, now.getEpochSecond());
    }

    /** As long as a sign-in can take. */
    private static Duration lifetime(RealmModel realm) {
        return Duration.ofSeconds(
                Math.max(realm.getAccessCodeLifespanLogin(), realm.getAccessCodeLifespanUserAction()));
    }

    /** The tab goes on with a proof of before; it does not become younger by that. */
    public static void provenBefore(AuthenticationSessionModel tab, UUID registration, long seconds) {
        proven(tab, new Proof(registration, Optional.empty()), seconds);
    }

    /** Whether the key answered this tab, rather than another one before. */
    public static boolean isByKey(AuthenticationSessionModel tab) {
        return tab.getUserSessionNotes().containsKey(DeviceNotes.PROVEN_AT.key());
    }

    private static void proven(AuthenticationSessionModel tab, Proof proof, long seconds) {
        proof.putIn(tab);
        // A client note goes to the application's own part of the session: each has its own last proof.
        tab.setClientNote(DeviceNotes.PROVEN_AT.key(), Long.toString(seconds));
    }
}
