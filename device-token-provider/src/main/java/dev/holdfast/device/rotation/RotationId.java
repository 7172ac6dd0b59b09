package dev.holdfast.device.rotation;

import dev.holdfast.device.key.LabelledHash;

/** {@code rid}: the agent's 32 random bytes that name one rotation, so that it can ask again after a lost answer. */
public final class RotationId {
    public static final int BYTES = 32;

    private final byte[] bytes;

    public RotationId(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("rid is 32 bytes");
        }
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** What the server keeps of it: with K and the rid the successor could be computed. */
    public Hash hash() {
        return new Hash(LabelledHash.of("holdfast-rid").add(bytes).base64Url());
    }

    @Override
    public String toString() {
        return "RotationId[redacted]";
    }
}
