package dev.holdfast.bench.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, plain and labelled (docs/protocol.md §2). */
public final class Sha256 {

    private Sha256() {}

    /** Hashes bytes. */
    public static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /** Hashes the ASCII of a text. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** {@code H(label, parts…)}: each part behind its length, four bytes big endian. */
    public static byte[] labelled(String label, byte[]... parts) {
        MessageDigest digest = digest();
        add(digest, label.getBytes(StandardCharsets.UTF_8));
        for (byte[] part : parts) {
            add(digest, part);
        }
        return digest.digest();
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
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
