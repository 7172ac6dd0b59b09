package dev.holdfast.push.webpush;

import dev.holdfast.device.key.CryptoProvider;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The encryption of one push message for one subscription (RFC 8291), as a single record of {@code aes128gcm} (RFC 8188). */
public final class PushMessage {
    /** The value of {@code Content-Encoding}. */
    public static final String CONTENT_ENCODING = "aes128gcm";

    /** A push service takes messages up to this size (RFC 8030 §7.2), and it is the record size that we name. */
    public static final int RECORD_SIZE = 4_096;

    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int KEY_BYTES = 16;
    private static final int HEADER_BYTES = MessageKeys.SALT_BYTES + Integer.BYTES + 1 + 65;

    /** Ends the content of the last record; zeros may follow (RFC 8188 §2). */
    private static final byte LAST_RECORD = 2;

    /** The most that fits one message, its delimiter included. */
    public static final int MAX_PADDED_BYTES = RECORD_SIZE - HEADER_BYTES - TAG_BYTES;

    private PushMessage() {}

    /**
     * Encrypts.
     *
     * @param userAgentKey the subscription's {@code p256dh}, 65 bytes
     * @param authSecret the subscription's {@code auth}, 16 bytes
     * @param content what the app shall read
     * @param paddedBytes length of content, delimiter and zeros together: all messages of that length look alike
     * @return the body of the request
     * @throws IllegalArgumentException if the key is no point on P-256, or the content does not fit
     */
    public static byte[] encrypt(
            byte[] userAgentKey, byte[] authSecret, byte[] content, int paddedBytes, SecureRandom random) {
        return encrypt(userAgentKey, authSecret, content, paddedBytes, MessageKeys.fresh(random));
    }

    static byte[] encrypt(byte[] userAgentKey, byte[] authSecret, byte[] content, int paddedBytes, MessageKeys sender) {
        if (content.length >= paddedBytes || paddedBytes > MAX_PADDED_BYTES) {
            throw new IllegalArgumentException("content of " + content.length + " bytes in " + paddedBytes);
        }
        byte[] senderKey = UncompressedPoint.write(sender.pair().getPublic());
        byte[] padded = Arrays.copyOf(content, paddedBytes);
        padded[content.length] = LAST_RECORD;
        try {
            byte[] input = inputKey(userAgentKey, authSecret, senderKey, sender);
            byte[] pseudoRandom = hmac(sender.salt(), input);
            byte[] key = expand(pseudoRandom, text("Content-Encoding: aes128gcm\0"), KEY_BYTES);
            byte[] nonce = expand(pseudoRandom, text("Content-Encoding: nonce\0"), NONCE_BYTES);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            byte[] record = cipher.doFinal(padded);
            return ByteBuffer.allocate(HEADER_BYTES + record.length)
                    .put(sender.salt())
                    .putInt(RECORD_SIZE)
                    .put((byte) senderKey.length)
                    .put(senderKey)
                    .put(record)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("keys that cannot be agreed on", e);
        }
    }

    /** RFC 8291 §3.4: the shared secret of both keys, bound to them and to the subscription's secret. */
    private static byte[] inputKey(byte[] userAgentKey, byte[] authSecret, byte[] senderKey, MessageKeys sender)
            throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", CryptoProvider.BOUNCY_CASTLE);
        agreement.init(sender.pair().getPrivate());
        agreement.doPhase(UncompressedPoint.read(userAgentKey), true);
        byte[] info = ByteBuffer.allocate(14 + userAgentKey.length + senderKey.length)
                .put(text("WebPush: info\0"))
                .put(userAgentKey)
                .put(senderKey)
                .array();
        return expand(hmac(authSecret, agreement.generateSecret()), info, 32);
    }

    /** HKDF-Expand (RFC 5869 §2.3) for at most one block. */
    private static byte[] expand(byte[] pseudoRandom, byte[] info, int length) throws GeneralSecurityException {
        byte[] counted = Arrays.copyOf(info, info.length + 1);
        counted[info.length] = 1;
        return Arrays.copyOf(hmac(pseudoRandom, counted), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] text(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
