package dev.holdfast.agent.jose;

import java.util.Base64;

/** base64url of RFC 4648 section 5 without padding, the only form the protocol knows. */
public final class Base64Url {
    private Base64Url() {}

    /** Encodes without padding. */
    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Decodes the one form that {@link #encode} writes: no padding, no spaces, no stray bits at the end.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static byte[] decode(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!encode(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }
}
