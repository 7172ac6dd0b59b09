package dev.holdfast.device.webauthn;

import java.util.UUID;

/**
 * A credential of the machine's own authenticator (WebAuthn Level 2 §6.2.1), by which one browser can ask the user of one
 * registration.
 *
 * @param id the credential id, base64url
 * @param registration the only one that it unlocks
 * @param attestedData the attested credential data (§6.5.1), base64url: credential id and public key
 * @param signCount the signature counter (§6.1.1) as it was seen last; 0 where the authenticator has none
 */
public record PlatformCredential(String id, UUID registration, String attestedData, long signCount) {
    public PlatformCredential {
        if (id.isEmpty() || attestedData.isEmpty() || signCount < 0) {
            throw new IllegalArgumentException("a credential has an id, a key and a counter");
        }
    }
}
