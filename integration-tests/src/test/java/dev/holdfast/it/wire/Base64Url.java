package dev.holdfast.it.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** RFC 4648 §5 without padding. */
public final class Base64Url {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Base64Url() {}

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String encode(String utf8) {
        return encode(utf8.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /** So many fresh random bytes. */
    public static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    public static String random(int length) {
        return encode(randomBytes(length));
    }

    /** An unsigned integer in exactly {@code length} bytes, or in as few as it needs if 0 (RFC 7518 §6). */
    static String unsigned(BigInteger value, int length) {
        byte[] signed = value.toByteArray();
        int skip = signed.length > 1 && signed[0] == 0 ? 1 : 0;
        int size = signed.length - skip;
        byte[] unsigned = new byte[Math.max(length, size)];
        System.arraycopy(signed, skip, unsigned, unsigned.length - size, size);
        return encode(unsigned);
    }
}
