package dev.holdfast.access.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key: which one it is, and a secret of 32 random bytes. Begins with a word of its own, so that scanners of source
 * code can find one that was left there.
 */
public final class ApiKey {
    private static final Pattern FORM = Pattern.compile(
            "holdfast_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})_([A-Za-z0-9_-]{43})");
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final UUID id;
    private final String secret;

    private ApiKey(UUID id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    public static ApiKey generate(UUID id, SecureRandom random) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        return new ApiKey(id, BASE64URL.encodeToString(secret));
    }

    /** Nothing where the text is no key. */
    public static Optional<ApiKey> read(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new ApiKey(UUID.fromString(form.group(1)), form.group(2)))
                : Optional.empty();
    }

    public UUID id() {
        return id;
    }

    /** The key itself, to be shown once. */
    public String reveal() {
        return "holdfast_" + id + '_' + secret;
    }

    /** SHA-256 of the whole key, base64url: a secret of 256 random bits needs no slower hash. */
    public String hash() {
        return BASE64URL.encodeToString(sha256(reveal()));
    }

    /** Takes the same time wherever they differ. */
    public boolean isKnownBy(String hash) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[" + id + ", secret]";
    }
}
