package dev.holdfast.device.nonce;

/**
 * A nonce of this realm that is alive; whether it was spent is not known yet. Only {@link Nonces} makes one.
 */
public final class RecognizedNonce {
    private final String key;

    RecognizedNonce(String key) {
        this.key = key;
    }

    /** A key that is unique to this nonce over all realms and purposes. */
    public String key() {
        return key;
    }
}
