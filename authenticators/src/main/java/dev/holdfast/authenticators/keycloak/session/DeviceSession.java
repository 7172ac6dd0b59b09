package dev.holdfast.authenticators.keycloak.session;

import dev.holdfast.authenticators.keycloak.device.DeviceNotes;
import dev.holdfast.device.keycloak.posture.DevicePosture;
import dev.holdfast.device.keycloak.realm.DeviceRealms;
import dev.holdfast.device.keycloak.registration.KeycloakUsers;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.possession.AdoptedStanding;
import dev.holdfast.device.possession.Standing;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.registry.DeviceRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * A user session that a device started.
 *
 * @param registration the one that proved itself when the session began
 */
public record DeviceSession(UserSessionModel userSession, UUID registration) {
    /** Nothing for a session that no device started. */
    public static Optional<DeviceSession> of(UserSessionModel userSession) {
        return DeviceNotes.REGISTRATION.in(userSession).map(id -> new DeviceSession(userSession, UUID.fromString(id)));
    }

    /**
     * Whether device login is on for the user, and the registry still lets device and registration carry sessions; asked
     * anew each time, on every node.
     */
    public boolean isInGoodStanding(KeycloakSession session, RealmModel realm) {
        Optional<DeviceRealm> on = DeviceRealms.setUpIn(session)
                .filter(found -> found.settings()
                        .rollOut()
                        .includes(userSession.getUser().getId(), new KeycloakUsers(session)));
        DeviceRegistry registry = new JpaDeviceRegistry(session, realm);
        return on.isPresent()
                && registry.registration(registration)
                        .filter(Standing::carriesSessions)
                        .filter(subject -> AdoptedStanding.carriesSessions(subject.device(), on.get(), registry))
                        .isPresent();
    }

    /**
     * Whether the device's condition is one that the realm lets carry sessions. A device that lost it keeps its session and
     * cannot use it until it is mended.
     */
    public boolean isInCondition(KeycloakSession session, RealmModel realm) {
        return DeviceNotes.DEVICE
                .in(userSession)
                .filter(did -> new DevicePosture(session, realm).carriesSessions(UUID.fromString(did)))
                .isPresent();
    }

    /** Ends it, with every other session of its registration, and takes the browser's cookie back. */
    void end(KeycloakSession session, RealmModel realm) {
        new RegistrationSessions(session, realm).endAll(registration);
        UserSessionModel left = session.sessions().getUserSession(realm, userSession.getId());
        if (left != null) {
            AuthenticationManager.backchannelLogout(session, left, true);
        }
        AuthenticationManager.expireIdentityCookie(session);
    }

    /** Whether the last proof is younger than the time in which the realm asks for no other. */
    public boolean isProvenWithin(Duration window, Instant now) {
        return DeviceNotes.PROVEN_AT
                .in(userSession)
                .map(Instant::ofEpochSecond)
                .filter(proven -> now.isBefore(proven.plus(window)))
                .isPresent();
    }
}
