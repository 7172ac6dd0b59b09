package dev.holdfast.authenticators.keycloak.signal;

import dev.holdfast.access.keycloak.signal.KnownDevices;
import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.device.keycloak.posture.DevicePosture;
import dev.holdfast.device.posture.KnownFacts;
import dev.holdfast.device.posture.PostureStanding;
import dev.holdfast.device.registry.Device;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is known of the device that proved itself. */
final class DeviceSignals {
    private static final KnownFacts NOTHING = new KnownFacts(Map.of(), Optional.empty());

    private DeviceSignals() {}

    static DeviceSignal of(Optional<Device> device, boolean posture, KeycloakSession session, RealmModel realm) {
        return device.<DeviceSignal>map(proven -> proven(proven, posture, new DevicePosture(session, realm)))
                .orElseGet(DeviceSignal.None::new);
    }

    private static DeviceSignal.Proven proven(Device device, boolean withFacts, DevicePosture posture) {
        KnownFacts known = withFacts ? posture.facts(device.did()).orElse(NOTHING) : NOTHING;
        Optional<Boolean> compliant =
                withFacts ? posture.of(device.did()).map(PostureStanding::isCompliant) : Optional.empty();
        return KnownDevices.proven(device, known, compliant);
    }
}
