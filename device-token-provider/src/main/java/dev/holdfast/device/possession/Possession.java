package dev.holdfast.device.possession;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.message.SignedMessage;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.realm.DeviceRealm;
import dev.holdfast.device.registry.DeviceRegistry;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.device.registry.Registration;
import dev.holdfast.device.registry.UserVerificationKey;
import java.util.Optional;
import java.util.function.Function;

/**
 * Possession of one of a registration's keys, shown by a signed message whose nonce was spent for it alone. Only
 * its verifiers here make one.
 */
public final class Possession {
    private final RegisteredDevice subject;
    private final DeviceKey key;

    private Possession(RegisteredDevice subject, DeviceKey key) {
        this.subject = subject;
        this.key = key;
    }

    /**
     * As {@link #toEnd}, and the certificate of a device that another authority vouches for still counts
     * ({@link AdoptedStanding}).
     */
    public static Possession verify(
            SignedMessage signed,
            String endpoint,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        Possession possession = toEnd(signed, endpoint, realm, registry, spentNonces);
        AdoptedStanding.require(possession.subject().device(), realm, registry);
        return possession;
    }

    /**
     * Signature, {@code typ}, {@code aud}, {@code iss}, nonce; enough to end something. An unknown registration is
     * answered like a bad signature, with the same work done (A46).
     *
     * @param signed a message with a claim {@code registration} and the header {@code kid}
     * @param endpoint the URL of the endpoint as discovery lists it
     */
    public static Possession toEnd(
            SignedMessage signed,
            String endpoint,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        return signedBy(signed, endpoint, known -> Optional.of(known.duk()), realm, registry, spentNonces);
    }

    /**
     * As {@link #verify}, by the key that the device releases after it asked its user. A registration without one is answered like a
     * bad signature, and so is the key that signs silently (A34).
     */
    public static Possession verifyUser(
            SignedMessage signed,
            String endpoint,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        Possession possession = signedBy(
                signed, endpoint, known -> known.duv().map(UserVerificationKey::key), realm, registry, spentNonces);
        AdoptedStanding.require(possession.subject().device(), realm, registry);
        return possession;
    }

    private static Possession signedBy(
            SignedMessage signed,
            String endpoint,
            Function<Registration, Optional<DeviceKey>> keyOf,
            DeviceRealm realm,
            DeviceRegistry registry,
            SpentNonces spentNonces) {
        Optional<RegisteredDevice> found =
                registry.registration(signed.unverifiedClaims().uuid("registration"));
        DeviceKey signer = signed.verify(
                        found.map(RegisteredDevice::registration).flatMap(keyOf).filter(signed::names),
                        endpoint,
                        found.map(known -> SignedMessage.senderOf(known.device().did()))
                                .orElse(""))
                .spendNonce(realm.nonces(), spentNonces)
                .signer();
        RegisteredDevice subject = found.orElseThrow(
                () -> new AssertionError("nobody's key signs nothing, so the registration was found"));
        return new Possession(subject, signer);
    }

    /** The registration as it was read, in whatever standing. */
    public RegisteredDevice subject() {
        return subject;
    }

    /** The key that signed. */
    public DeviceKey key() {
        return key;
    }
}
