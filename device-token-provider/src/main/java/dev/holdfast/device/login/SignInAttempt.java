package dev.holdfast.device.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * One try to prove the device in one browser tab.
 *
 * @param txn 128 random bits, kept with the tab's authentication session
 * @param verifier 256 random bits, kept in the browser's HttpOnly cookie alone (RFC 7636 §4.1)
 */
public record SignInAttempt(String txn, String verifier) {
    private static final int TXN_BYTES = 16;
    private static final int VERIFIER_BYTES = 32;

    public static SignInAttempt begin(SecureRandom random) {
        return new SignInAttempt(random(random, TXN_BYTES), random(random, VERIFIER_BYTES));
    }

    /** {@code cc}, the S256 code challenge (RFC 7636 §4.2). */
    public String codeChallenge() {
        return codeChallengeOf(verifier);
    }

    static String codeChallengeOf(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SignInAttempt[" + txn + "]";
    }

    private static String random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
