package dev.holdfast.device.registry;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.rotation.RotationState;
import java.time.Instant;
import java.util.UUID;

/**
 * One user's keys on one device, with the token family.
 *
 * @param version counts the changes; a change is stored only over the version it was made from
 * @param verifiedAt when the user last proved to be present
 * @param activeUntil until when sign-in is silent
 * @param rate how often it rotated lately
 */
public record Registration(
        UUID id,
        UUID did,
        String userId,
        Status status,
        DeviceKey duk,
        RotationState rotation,
        long version,
        Instant createdAt,
        Instant durtExpiresAt,
        Instant absoluteExpiresAt,
        Instant verifiedAt,
        Instant activeUntil,
        RateWindow rate) {
    /** A registration's standing. */
    public enum Status {
        LIVE,
        REVOKED,
        QUARANTINED
    }

    public boolean isLocked(Instant now) {
        return !activeUntil.isAfter(now);
    }

    /** The registration after a rotation. */
    public Registration rotated(RotationState next, Instant expiresAt, RateWindow nextRate) {
        return new Registration(
                id,
                did,
                userId,
                status,
                duk,
                next,
                version,
                createdAt,
                expiresAt,
                absoluteExpiresAt,
                verifiedAt,
                activeUntil,
                nextRate);
    }
}
