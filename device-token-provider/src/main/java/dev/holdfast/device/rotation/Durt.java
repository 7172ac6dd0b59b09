package dev.holdfast.device.rotation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device user refresh token: {@code hfd1.<registration>.<generation>.<secret>} (docs/protocol.md §7).
 *
 * @param registration whose token it is
 * @param generation from 1 on
 * @param secret 43 characters of base64url; never logged, never stored
 */
public record Durt(UUID registration, long generation, String secret) {
    private static final Pattern FORM = Pattern.compile(
            "hfd1\\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\\.([1-9][0-9]{0,17})\\.([A-Za-z0-9_-]{43})");

    public static Optional<Durt> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Durt(UUID.fromString(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)));
    }

    /** The token as it travels. A secret: for the answer to its owner alone. */
    public String reveal() {
        return "hfd1." + registration + '.' + generation + '.' + secret;
    }

    /** What the server keeps of it. */
    public Hash hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(reveal().getBytes(StandardCharsets.US_ASCII));
            return new Hash(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Durt[" + registration + ", generation " + generation + "]";
    }
}
