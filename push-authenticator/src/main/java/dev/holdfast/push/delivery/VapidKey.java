package dev.holdfast.push.delivery;

import java.security.interfaces.ECPrivateKey;

/**
 * A key by which the realm shows push services who sends (RFC 8292).
 *
 * @param publicPoint the uncompressed point, base64url: what apps subscribe with
 */
public record VapidKey(ECPrivateKey privateKey, String publicPoint) {
    @Override
    public String toString() {
        return "VapidKey[" + publicPoint + "]";
    }
}
