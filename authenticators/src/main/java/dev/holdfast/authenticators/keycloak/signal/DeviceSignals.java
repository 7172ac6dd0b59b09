package dev.holdfast.authenticators.keycloak.signal;

import dev.holdfast.access.signal.DeviceSignal;
import dev.holdfast.device.keycloak.posture.DevicePosture;
import dev.holdfast.device.posture.Fact;
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
    private static final int SECONDS_PER_MINUTE = 60;

    private DeviceSignals() {}

    static DeviceSignal of(Optional<Device> device, boolean posture, KeycloakSession session, RealmModel realm) {
        return device.<DeviceSignal>map(proven -> proven(proven, posture, new DevicePosture(session, realm)))
                .orElseGet(DeviceSignal.None::new);
    }

    private static DeviceSignal.Proven proven(Device device, boolean withFacts, DevicePosture posture) {
        KnownFacts known = withFacts ? posture.facts(device.did()).orElse(NOTHING) : NOTHING;
        Optional<Boolean> compliant =
                withFacts ? posture.of(device.did()).map(PostureStanding::isCompliant) : Optional.empty();
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
}
