package dev.holdfast.push.webpush;

import dev.holdfast.device.key.CryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/**
 * What the sender brings to one message, and never again: its key pair and the salt (RFC 8291 §3).
 *
 * @param pair on P-256, of Bouncy Castle
 * @param salt 16 bytes
 */
record MessageKeys(KeyPair pair, byte[] salt) {
    static final int SALT_BYTES = 16;

    MessageKeys {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has 16 bytes");
        }
    }

    static MessageKeys fresh(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CryptoProvider.BOUNCY_CASTLE);
            generator.initialize(new ECGenParameterSpec("P-256"), random);
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            return new MessageKeys(generator.generateKeyPair(), salt);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle knows P-256", e);
        }
    }

    @Override
    public String toString() {
        return "MessageKeys[…]";
    }
}
