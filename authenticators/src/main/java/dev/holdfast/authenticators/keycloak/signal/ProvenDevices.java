package dev.holdfast.authenticators.keycloak.signal;

import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.possession.Standing;
import dev.holdfast.device.registry.RegisteredDevice;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Finds the device behind a proof; the registry's word counts each time. */
public final class ProvenDevices {
    private ProvenDevices() {}

    public static Optional<RegisteredDevice> of(
            KeycloakSession session, RealmModel realm, Optional<UUID> registration, UserModel user) {
        return registration
                .flatMap(id -> new JpaDeviceRegistry(session, realm).registration(id))
                .filter(Standing::carriesSessions)
                .filter(found -> found.registration().userId().equals(user.getId()));
    }
}
