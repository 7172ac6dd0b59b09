package dev.holdfast.device.registration;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.LabelledHash;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.registry.Device;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.TpmIdentity;
import dev.holdfast.device.tpm.KeyCertification;
import dev.holdfast.device.tpm.TpmClock;
import java.util.Optional;
import java.util.UUID;

/** An attested device stays so only if each key lives in its TPM, and if that TPM's clock went on. */
final class KeyCertifications {
    private final DeviceRealm realm;
    private final DeviceRegistry registry;

    KeyCertifications(DeviceRealm realm, DeviceRegistry registry) {
        this.realm = realm;
        this.registry = registry;
    }

    /** A key with the TPM's statement about it, where there is one. */
    record Certified(DeviceKey key, Optional<KeyCertification> statement) {
        KeyCertification required() {
            return statement.orElseThrow(
                    () -> Refusal.ATTESTATION_FAILED.because("user's key of an attested device is not certified"));
        }
    }

    /** @param nonce of the message that holds the statements */
    void attest(Device device, Certified duk, Optional<Certified> duv, String nonce) {
        realm.settings().demandAssurance(device);
        if (device.tpm().isEmpty()) {
            return;
        }
        TpmIdentity tpm = device.tpm().get();
        byte[] expected =
                LabelledHash.of("holdfast-registration-key").add(nonce).bytes();
        advance(device.did(), tpm.clock(), tpm.attestationKey().verify(duk.required(), duk.key(), expected));
        duv.ifPresent(key -> advance(
                device.did(), tpm.clock(), tpm.attestationKey().verifyWithPin(key.required(), key.key(), expected)));
    }

    private void advance(UUID did, TpmClock known, TpmClock clock) {
        if (!known.precedes(clock) || !registry.advanceClock(did, clock)) {
            throw Refusal.ATTESTATION_FAILED.because("TPM clock went back: two copies of one TPM");
        }
    }
}
