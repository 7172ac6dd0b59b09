package dev.holdfast.device.message;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.refusal.Refusal;

/** A verified message whose nonce was spent for it alone. Only {@link VerifiedMessage#spendNonce} makes one. */
public final class FreshMessage {
    private final Claims claims;
    private final String nonce;
    private final DeviceKey signer;

    FreshMessage(Claims claims, String nonce, DeviceKey signer) {
        this.claims = claims;
        this.nonce = nonce;
        this.signer = signer;
    }

    public Claims claims() {
        return claims;
    }

    /** The nonce that was spent for it. */
    public String nonce() {
        return nonce;
    }

    /** The key that signed the message. */
    public DeviceKey signer() {
        return signer;
    }

    /**
     * Checks a proof of possession inside this message: the new key itself signed the same nonce for the same endpoint.
     *
     * @param proof the compact {@code holdfast-pop+jwt}
     * @param jwk the key that the outer message names
     * @return the key, pinned to the algorithm of its proof
     */
    public DeviceKey possessedKey(String proof, Claims jwk, String endpoint, String sender) {
        SignedMessage inner = SignedMessage.parse(proof, MessageType.PROOF_OF_POSSESSION);
        DeviceKey key = inner.headerKey();
        boolean same = DeviceKey.fromJwk(jwk.json(), key.algorithm())
                .map(DeviceKey::thumbprint)
                .filter(key.thumbprint()::equals)
                .isPresent();
        if (!same) {
            throw Refusal.INVALID_SIGNATURE.because("proof of possession by another key");
        }
        inner.verify(key, endpoint, sender);
        if (!inner.unverifiedClaims().text("nonce").equals(nonce)) {
            throw Refusal.INVALID_SIGNATURE.because("proof of possession over another nonce");
        }
        return key;
    }
}
