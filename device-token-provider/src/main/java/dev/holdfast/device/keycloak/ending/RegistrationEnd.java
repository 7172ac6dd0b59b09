package dev.holdfast.device.keycloak.ending;

import dev.holdfast.device.keycloak.credential.RegistrationCredentials;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.keycloak.session.RegistrationSessions;
import dev.holdfast.device.registry.Registration;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Whatever follows in Keycloak when a registration ends: its sessions end, and its credential is shown no longer. */
public final class RegistrationEnd {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final JpaDeviceRegistry registry;

    public RegistrationEnd(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.registry = new JpaDeviceRegistry(session, realm);
    }

    /** Ends a live registration; one that is unknown or over is left alone. */
    public void revoke(UUID registration) {
        if (registry.end(registration, Registration.Status.REVOKED)) {
            follow(registration);
        }
    }

    /** What follows for a registration that a ceremony has ended. */
    public void follow(UUID registration) {
        new RegistrationSessions(session, realm).endAll(registration);
        registry.registration(registration)
                .ifPresent(ended -> new RegistrationCredentials(session)
                        .remove(ended.registration().userId(), registration));
    }
}
