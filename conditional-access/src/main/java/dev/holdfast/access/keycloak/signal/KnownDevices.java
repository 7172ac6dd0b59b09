package dev.holdfast.access.keycloak.signal;

import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.device.keycloak.posture.DevicePosture;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.posture.PostureStanding;
import dev.holdfast.device.registry.Device;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Devices of the realm as they are now, as if they had just proven themselves. */
public final class KnownDevices {
    private KnownDevices() {}

    /** Nothing where there is no such device. */
    public static Optional<DeviceSignal> of(KeycloakSession session, RealmModel realm, String id) {
        return uuid(id).flatMap(new JpaDeviceRegistry(session, realm)::device)
                .map(device -> proven(device, new DevicePosture(session, realm)));
    }

    private static DeviceSignal proven(Device device, DevicePosture posture) {
        return new DeviceSignal.Proven(
                device.did().toString(),
                device.assurance().value(),
                device.isActive(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                posture.of(device.did()).map(PostureStanding::isCompliant),
                Optional.empty());
    }

    private static Optional<UUID> uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
