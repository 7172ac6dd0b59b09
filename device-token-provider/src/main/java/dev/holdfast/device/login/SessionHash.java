package dev.holdfast.device.login;

import dev.holdfast.device.key.LabelledHash;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * {@code sid_hash}: which session a proof is for, without giving its id to the page or the device.
 *
 * @param value H("holdfast-session", session id) in base64url
 */
public record SessionHash(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    public SessionHash {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a SHA-256 in base64url has 43 characters");
        }
    }

    public static SessionHash of(String sessionId) {
        return new SessionHash(
                LabelledHash.of("holdfast-session").add(sessionId).base64Url());
    }

    boolean matches(String other) {
        return MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
