package dev.holdfast.device.rotation;

import org.jspecify.annotations.Nullable;

/**
 * What the server knows of a registration's token family: hashes, no secret.
 *
 * @param generation the current generation <i>n</i>
 * @param current the hash of DURT <i>n</i>
 * @param pending the successor that was handed out and not seen yet
 */
public record RotationState(
        long generation, Hash current, @Nullable Pending pending) {
    public RotationState {
        if (generation < 1) {
            throw new IllegalArgumentException("generations count from 1");
        }
    }

    /** The state after registration, before the first rotation. */
    public static RotationState initial(Durt first) {
        return new RotationState(first.generation(), first.hash(), null);
    }

    /**
     * @param rid which rotation asked for the successor
     * @param successor the hash of DURT <i>n</i>+1
     * @param keyId the derivation key it was made with
     */
    public record Pending(Hash rid, Hash successor, String keyId) {}
}
