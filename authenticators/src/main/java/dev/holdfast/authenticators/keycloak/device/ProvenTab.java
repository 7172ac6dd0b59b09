package dev.holdfast.authenticators.keycloak.device;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.sessions.AuthenticationSessionModel;

/** What a device proved in one browser tab's sign-in; it ends with that sign-in. */
public final class ProvenTab {
    private ProvenTab() {}

    /** The registration whose key answered this tab, or whose last answer is young enough. */
    public static Optional<UUID> registration(AuthenticationSessionModel tab) {
        return DeviceNotes.PROVEN.in(tab).map(UUID::fromString);
    }

    /** The registration that this tab's sign-in made. */
    public static Optional<UUID> setUpHere(AuthenticationSessionModel tab) {
        return DeviceNotes.SET_UP_HERE.in(tab).map(UUID::fromString);
    }

    /** The key of the registration has just answered this tab. */
    public static void proven(AuthenticationSessionModel tab, UUID registration, Instant now) {
        proven(tab, registration, now.getEpochSecond());
        DeviceNotes.PROVEN_AT.putForUserSession(tab, now.getEpochSecond());
    }

    /** The tab goes on with a proof of before; it does not become younger by that. */
    public static void provenBefore(AuthenticationSessionModel tab, UUID registration, long seconds) {
        proven(tab, registration, seconds);
    }

    /** Whether the key answered this tab, rather than another one before. */
    public static boolean isByKey(AuthenticationSessionModel tab) {
        return tab.getUserSessionNotes().containsKey(DeviceNotes.PROVEN_AT.key());
    }

    private static void proven(AuthenticationSessionModel tab, UUID registration, long seconds) {
        DeviceNotes.PROVEN.put(tab, registration.toString());
        // A client note goes to the application's own part of the session: each has its own last proof.
        tab.setClientNote(DeviceNotes.PROVEN_AT.key(), Long.toString(seconds));
    }
}
