package dev.holdfast.device.nonce;

import dev.holdfast.device.key.LabelledHash;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and recognizes the nonces of one realm without remembering them: version, issue time, 16 random bytes, and an
 * HMAC over realm id, time and random. Every node with the realm's secret can check a nonce of any other.
 *
 * <p>That a nonce is used once is not decided here: see {@link SpentNonces}.
 */
public final class Nonces {
    private static final byte VERSION = 1;
    private static final int RANDOM_BYTES = 16;
    private static final int BODY_BYTES = 1 + Long.BYTES + RANDOM_BYTES;
    private static final int MAC_BYTES = 32;
    private static final int TEXT_LENGTH = (BODY_BYTES + MAC_BYTES) * 8 / 6;

    /** How far two nodes' clocks may lie apart. */
    public static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final String realmId;
    private final SecretKeySpec key;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * @param secret 32 random bytes that only this realm's nodes know
     * @param lifetime how long a nonce is good for
     */
    public Nonces(String realmId, byte[] secret, Duration lifetime, Clock clock, SecureRandom random) {
        this.realmId = realmId;
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.lifetime = lifetime;
        this.clock = clock;
        this.random = random;
    }

    public Duration lifetime() {
        return lifetime;
    }

    public String issue() {
        byte[] randomBytes = new byte[RANDOM_BYTES];
        random.nextBytes(randomBytes);
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .put(VERSION)
                .putLong(clock.instant().getEpochSecond())
                .put(randomBytes)
                .array();
        byte[] nonce = ByteBuffer.allocate(BODY_BYTES + MAC_BYTES)
                .put(body)
                .put(mac(body))
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
    }

    /**
     * Recognizes a nonce that this realm issued within its lifetime and not before {@code notBefore}.
     *
     * @param notBefore the start of the cluster: what was spent before it is forgotten, so older nonces count as spent
     */
    public Optional<RecognizedNonce> recognize(String text, Instant notBefore) {
        if (text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        byte[] nonce;
        try {
            nonce = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOf(nonce, BODY_BYTES);
        byte[] mac = Arrays.copyOfRange(nonce, BODY_BYTES, nonce.length);
        if (body[0] != VERSION || !MessageDigest.isEqual(mac, mac(body))) {
            return Optional.empty();
        }
        Instant issuedAt =
                Instant.ofEpochSecond(ByteBuffer.wrap(body, 1, Long.BYTES).getLong());
        Instant now = clock.instant();
        boolean alive = issuedAt.plus(lifetime).isAfter(now) && !issuedAt.isAfter(now.plus(CLOCK_SKEW));
        if (!alive || issuedAt.isBefore(notBefore)) {
            return Optional.empty();
        }
        // The random part identifies the nonce; the text would not, since base64url has spare bits in other lengths.
        return Optional.of(new RecognizedNonce(
                LabelledHash.of("holdfast-nonce").add(realmId).add(body).base64Url()));
    }

    private byte[] mac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(
                    LabelledHash.of("holdfast-nonce-mac").add(realmId).add(body).bytes());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HmacSHA256, and it takes any key", e);
        }
    }
}
