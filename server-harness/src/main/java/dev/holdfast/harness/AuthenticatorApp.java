package dev.holdfast.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An app with one-time passwords as Keycloak's default policy has them (RFC 6238: SHA-1, six digits, 30 seconds).
 *
 * @param secret ASCII
 */
public record AuthenticatorApp(String secret) {
    public static final int PERIOD_SECONDS = 30;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /**
     * An app into which somebody typed what Keycloak's page shows.
     *
     * @param shown base32 (RFC 4648 §6), in groups
     */
    public static AuthenticatorApp typed(String shown) {
        StringBuilder secret = new StringBuilder();
        int bits = 0;
        int left = 0;
        for (char letter : shown.replaceAll("\\s|=", "").toCharArray()) {
            bits = bits << 5 | BASE32.indexOf(letter);
            left += 5;
            if (left >= Byte.SIZE) {
                left -= Byte.SIZE;
                secret.append((char) (bits >> left & 0xff));
            }
        }
        return new AuthenticatorApp(secret.toString());
    }

    /** The credential as Keycloak imports it. */
    public Map<String, String> credential() {
        return Map.of(
                "type", "otp",
                "secretData", "{\"value\":\"" + secret + "\"}",
                "credentialData",
                        "{\"subType\":\"totp\",\"digits\":6,\"counter\":0,\"period\":" + PERIOD_SECONDS
                                + ",\"algorithm\":\"HmacSHA1\"}");
    }

    /** @param step how many periods since the epoch */
    public String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), "RAW"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", truncated % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HmacSHA1", e);
        }
    }
}
