package dev.holdfast.agent.registration;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.Sha256;
import dev.holdfast.agent.platform.Platform;
import java.nio.charset.StandardCharsets;

/**
 * A code verifier (RFC 7636 section 4.1) and its {@code S256} challenge.
 *
 * @param verifier 43 characters
 * @param challenge its hash
 */
record CodeVerifier(String verifier, String challenge) {
    private static final int BYTES = 32;

    static CodeVerifier fresh(Platform platform) {
        String verifier = Base64Url.encode(platform.randomBytes(BYTES));
        return new CodeVerifier(verifier, Base64Url.encode(Sha256.of(verifier.getBytes(StandardCharsets.US_ASCII))));
    }

    /** The verifier is a secret. */
    @Override
    public String toString() {
        return "CodeVerifier";
    }
}
