package dev.holdfast.it.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, plain and labelled (protocol §2, "Hash inputs"). */
public final class Sha256 {
    private Sha256() {}

    public static byte[] of(byte[] input) {
        return digest().digest(input);
    }

    public static byte[] of(String ascii) {
        return of(ascii.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code H(label, parts…)}: each part after its length in four bytes, big endian. */
    public static byte[] labelled(String label, byte[]... parts) {
        MessageDigest digest = digest();
        update(digest, label.getBytes(StandardCharsets.UTF_8));
        for (byte[] part : parts) {
            update(digest, part);
        }
        return digest.digest();
    }

    private static void update(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(4).putInt(part.length).array());
        digest.update(part);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
