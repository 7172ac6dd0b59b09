package dev.holdfast.device.message;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.nonce.Nonces;
import dev.holdfast.device.nonce.RecognizedNonce;
import dev.holdfast.device.nonce.SpentNonces;
import dev.holdfast.device.refusal.Refusal;

/** A message that its key signed for this endpoint. Only {@link SignedMessage#verify} makes one. */
public final class VerifiedMessage {
    private final Claims claims;
    private final String nonce;
    private final DeviceKey key;

    VerifiedMessage(Claims claims, String nonce, DeviceKey key) {
        this.claims = claims;
        this.nonce = nonce;
        this.key = key;
    }

    /** Spends the message's nonce; from here on the message is known to be new. */
    public FreshMessage spendNonce(Nonces nonces, SpentNonces spent) {
        RecognizedNonce recognized = nonces.recognize(nonce, spent.since())
                .orElseThrow(() -> Refusal.INVALID_NONCE.because("nonce unknown or expired"));
        if (!spent.spend(recognized, nonces.lifetime().plus(Nonces.CLOCK_SKEW))) {
            throw Refusal.INVALID_NONCE.because("nonce spent");
        }
        return new FreshMessage(claims, nonce, key);
    }
}
