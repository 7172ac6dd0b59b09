package dev.holdfast.device.message;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A device message whose shape is right: common claims present and well typed. Its signature is unchecked, so its claims
 * serve only to find the key that must have signed it.
 */
public final class SignedMessage {
    private static final String DEVICE_ISSUER = "urn:holdfast:device:";
    private static final Pattern JTI = Pattern.compile("[A-Za-z0-9_-]{16,64}");
    private static final int MAX_CERTIFICATES = 5;
    private static final int MAX_CERTIFICATE_TEXT = 8_192;

    private final CompactJws jws;
    private final MessageType type;
    private final String issuer;
    private final String audience;
    private final String nonce;

    private SignedMessage(CompactJws jws, MessageType type) {
        this.jws = jws;
        this.type = type;
        Claims claims = jws.unverifiedClaims();
        this.issuer = claims.text("iss");
        this.audience = claims.text("aud", 2_048);
        this.nonce = claims.text("nonce");
        claims.integer("iat");
        claims.text("jti", JTI);
    }

    /** Parses a message for an endpoint that accepts {@code type} alone. */
    public static SignedMessage parse(String compact, MessageType type) {
        CompactJws jws = CompactJws.parse(compact);
        jws.header().text("typ");
        return new SignedMessage(jws, type);
    }

    /** The sender's claims, good for nothing but looking its key up. */
    public Claims unverifiedClaims() {
        return jws.unverifiedClaims();
    }

    /** The header {@code kid}, where the message names its key by thumbprint. */
    public Optional<String> keyId() {
        return jws.header().optionalText("kid");
    }

    public boolean hasCertificates() {
        return jws.header().has("x5c");
    }

    /** The header {@code x5c} (RFC 7515 §4.1.6), leaf first. */
    public List<String> certificates() {
        return jws.header().texts("x5c", MAX_CERTIFICATES, MAX_CERTIFICATE_TEXT);
    }

    /** The key of the header {@code jwk}, pinned to the message's algorithm. */
    public DeviceKey headerKey() {
        return DeviceKey.fromJwk(jws.header().object("jwk").json(), jws.algorithm())
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because("jwk header is no acceptable public key"));
    }

    /**
     * Checks signature, {@code typ}, {@code aud} and {@code iss}, in one refusal for all of them.
     *
     * @param endpoint the URL of the endpoint as discovery lists it
     * @param sender the {@code iss} that belongs to the key
     */
    public VerifiedMessage verify(DeviceKey key, String endpoint, String sender) {
        if (!jws.isSignedBy(key.publicKey(), key.algorithm())) {
            throw Refusal.INVALID_SIGNATURE.because("signature");
        }
        if (!jws.hasType(type)) {
            throw Refusal.INVALID_SIGNATURE.because("typ");
        }
        if (!audience.equals(endpoint)) {
            throw Refusal.INVALID_SIGNATURE.because("aud");
        }
        if (!issuer.equals(sender)) {
            throw Refusal.INVALID_SIGNATURE.because("iss");
        }
        return new VerifiedMessage(jws.unverifiedClaims(), nonce, key);
    }

    /** The {@code iss} of a device. */
    public static String senderOf(UUID did) {
        return DEVICE_ISSUER + did;
    }
}
