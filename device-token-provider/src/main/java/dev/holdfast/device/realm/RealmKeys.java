package dev.holdfast.device.realm;

import dev.holdfast.device.certificate.DeviceCertificateAuthority;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.SigningKey;
import dev.holdfast.device.rotation.DerivationKeys;
import java.util.List;
import java.util.Optional;

/**
 * The secrets of one realm.
 *
 * @param signing signs challenges and DUSTs
 * @param retired former signing keys that still verify
 * @param deviceCa issues agent certificates
 * @param derivation derives DURTs
 * @param nonceSecret 32 bytes
 */
public record RealmKeys(
        SigningKey signing,
        List<DeviceKey> retired,
        DeviceCertificateAuthority deviceCa,
        DerivationKeys derivation,
        byte[] nonceSecret) {
    public RealmKeys {
        retired = List.copyOf(retired);
    }

    /** The key that verifies what the realm signed with {@code kid}. */
    public Optional<DeviceKey> verificationKey(String kid) {
        if (signing.publicKey().thumbprint().value().equals(kid)) {
            return Optional.of(signing.publicKey());
        }
        return retired.stream()
                .filter(key -> key.thumbprint().value().equals(kid))
                .findFirst();
    }

    @Override
    public String toString() {
        return "RealmKeys[" + signing + "]";
    }
}
