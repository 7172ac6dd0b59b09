package dev.holdfast.bench.wire;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** base64url without padding (RFC 4648 §5), and random values in it. */
public final class Base64Url {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Base64Url() {}

    /** Encodes bytes. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Encodes the UTF-8 of a text. */
    public static String encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Decodes. */
    public static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    /**
     * Returns fresh random bytes, encoded.
     *
     * @param bytes how many
     */
    public static String random(int bytes) {
        return encode(randomBytes(bytes));
    }

    /**
     * Returns fresh random bytes.
     *
     * @param bytes how many
     */
    public static byte[] randomBytes(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
