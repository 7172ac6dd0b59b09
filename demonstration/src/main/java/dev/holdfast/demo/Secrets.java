package dev.holdfast.demo;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets of one run of the demo.
 *
 * @param administrator the password of Keycloak's administrator
 * @param client the application's secret
 */
record Secrets(String administrator, String client) {

    private static final int ADMINISTRATOR_BYTES = 12;
    private static final int CLIENT_BYTES = 32;

    static Secrets fresh(SecureRandom random) {
        return new Secrets(text(random, ADMINISTRATOR_BYTES), text(random, CLIENT_BYTES));
    }

    @Override
    public String toString() {
        return "Secrets";
    }

    private static String text(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
