package dev.holdfast.device.registry;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.rotation.RotationState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One user's keys on one device, with the token family.
 *
 * @param duv the key that unlocks it, where its user chose a PIN or the like
 * @param version counts the changes; a change is stored only over the version it was made from
 * @param presence when and how the user last proved to be present
 * @param rate how often it rotated lately
 */
public record Registration(
        UUID id,
        UUID did,
        String userId,
        Status status,
        DeviceKey duk,
        Optional<UserVerificationKey> duv,
        RotationState rotation,
        long version,
        Instant createdAt,
        Instant durtExpiresAt,
        Instant absoluteExpiresAt,
        Presence presence,
        RateWindow rate) {
    /** A registration's standing. */
    public enum Status {
        LIVE,
        REVOKED,
        QUARANTINED
    }

    public Registration {
        if (duv.isPresent() && duv.get().key().thumbprint().equals(duk.thumbprint())) {
            throw new IllegalArgumentException("the key that is used silently unlocks nothing");
        }
    }

    /** When the user last proved to be present. */
    public Instant verifiedAt() {
        return presence.verifiedAt();
    }

    /** Until when sign-in is silent. */
    public Instant activeUntil() {
        return presence.activeUntil();
    }

    public boolean isLocked(Instant now) {
        return !activeUntil().isAfter(now);
    }

    /** The registration after its user was present. */
    public Registration withPresence(Presence shown) {
        return new Registration(
                id,
                did,
                userId,
                status,
                duk,
                duv,
                rotation,
                version,
                createdAt,
                durtExpiresAt,
                absoluteExpiresAt,
                shown,
                rate);
    }

    /** The registration after a rotation. */
    public Registration rotated(RotationState next, Instant expiresAt, RateWindow nextRate) {
        return new Registration(
                id,
                did,
                userId,
                status,
                duk,
                duv,
                next,
                version,
                createdAt,
                expiresAt,
                absoluteExpiresAt,
                presence,
                nextRate);
    }
}
