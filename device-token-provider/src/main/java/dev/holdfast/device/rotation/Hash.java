package dev.holdfast.device.rotation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A SHA-256 hash in base64url, compared in constant time. */
public record Hash(String value) {
    public Hash {
        if (value.length() != 43) {
            throw new IllegalArgumentException("not a SHA-256 hash");
        }
    }

    public boolean matches(Hash other) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), other.value.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return value.substring(0, 6) + "…";
    }
}
