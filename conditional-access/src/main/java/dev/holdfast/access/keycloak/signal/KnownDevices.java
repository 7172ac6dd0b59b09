package dev.holdfast.access.keycloak.signal;

import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.device.keycloak.posture.DevicePosture;
import dev.holdfast.device.keycloak.registry.JpaDeviceRegistry;
import dev.holdfast.device.posture.Fact;
import dev.holdfast.device.posture.KnownFacts;
import dev.holdfast.device.posture.PostureStanding;
import dev.holdfast.device.registry.Device;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Devices of the realm as they are now, as if they had just proven themselves. */
public final class KnownDevices {
    private static final KnownFacts NOTHING = new KnownFacts(Map.of(), Optional.empty());
    private static final int SECONDS_PER_MINUTE = 60;

    private KnownDevices() {}

    /** Nothing where there is no such device. */
    public static Optional<DeviceSignal> of(KeycloakSession session, RealmModel realm, String id) {
        return uuid(id).flatMap(new JpaDeviceRegistry(session, realm)::device)
                .map(device -> proven(device, new DevicePosture(session, realm)));
    }

    private static DeviceSignal proven(Device device, DevicePosture posture) {
        return proven(
                device,
                posture.facts(device.did()).orElse(NOTHING),
                posture.of(device.did()).map(PostureStanding::isCompliant));
    }

    /** A device that proved itself, with what is known of it. */
    public static DeviceSignal.Proven proven(Device device, KnownFacts known, Optional<Boolean> compliant) {
        return new DeviceSignal.Proven(
                device.did().toString(),
                device.assurance().value(),
                device.isActive(),
                known.flag(Fact.DISK_ENCRYPTED),
                known.flag(Fact.FIREWALL),
                screenLockMinutes(known),
                known.text(Fact.OS),
                known.text(Fact.OS_VERSION),
                compliant,
                known.reportedAt());
    }

    /** Rounded up: a lock after 301 seconds is not one after five minutes. */
    private static Optional<Integer> screenLockMinutes(KnownFacts known) {
        return known.flag(Fact.SCREEN_LOCK)
                .flatMap(locks -> locks
                        ? known.count(Fact.SCREEN_LOCK_SECONDS)
                                .map(seconds -> (int) ((seconds + SECONDS_PER_MINUTE - 1) / SECONDS_PER_MINUTE))
                        : Optional.of(Integer.MAX_VALUE));
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
