package dev.holdfast.device.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** {@code H(label, a, b, …)} of docs/protocol.md §2: SHA-256 over length-prefixed parts, so that no two lists collide. */
public final class LabelledHash {
    private final MessageDigest digest;

    private LabelledHash(String label) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        add(label);
    }

    public static LabelledHash of(String label) {
        return new LabelledHash(label);
    }

    public final LabelledHash add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    public final LabelledHash add(byte[] part) {
        digest.update(ByteBuffer.allocate(4).putInt(part.length).array());
        digest.update(part);
        return this;
    }

    /** The 32 bytes; the instance is spent. */
    public byte[] bytes() {
        return digest.digest();
    }

    /** The hash in base64url without padding; the instance is spent. */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }
}
