package dev.holdfast.device.key;

import java.util.Base64;
import java.util.regex.Pattern;

/** A JWK SHA-256 thumbprint (RFC 7638), base64url without padding. */
public record Thumbprint(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    public Thumbprint {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a thumbprint");
        }
    }

    /** The 32 bytes of the hash. */
    public byte[] bytes() {
        return Base64.getUrlDecoder().decode(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
