package dev.holdfast.agent.jose;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** {@code H(label, a, b, …)} of section 2 of the protocol. */
public final class LabelledHash {
    private LabelledHash() {}

    /**
     * SHA-256 over each part's length (four bytes, big endian) and the part, the label first.
     *
     * @return the 32 bytes as base64url
     */
    public static String of(String label, byte[]... parts) {
        return Base64Url.encode(bytesOf(label, parts));
    }

    /** The 32 bytes themselves. */
    public static byte[] bytesOf(String label, byte[]... parts) {
        MessageDigest sha256 = Sha256.digest();
        add(sha256, label.getBytes(StandardCharsets.UTF_8));
        for (byte[] part : parts) {
            add(sha256, part);
        }
        return sha256.digest();
    }

    private static void add(MessageDigest sha256, byte[] part) {
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        sha256.update(part);
    }
}
