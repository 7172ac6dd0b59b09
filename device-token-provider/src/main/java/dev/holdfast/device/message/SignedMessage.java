package dev.holdfast.device.message;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
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
    private final SignedType type;
    private final String issuer;
    private final String audience;
    private final String nonce;

    private SignedMessage(CompactJws jws, SignedType type) {
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
    public static SignedMessage parse(String compact, SignedType type) {
        CompactJws jws = CompactJws.parse(compact);
        jws.header().text("typ");
        return new SignedMessage(jws, type);
    }

    /** The sender's claims, good for nothing but looking its key up. */
    public Claims unverifiedClaims() {
        return jws.unverifiedClaims();
    }

    /** Whether the header's {@code kid} is this key's thumbprint. */
    public boolean names(DeviceKey key) {
        return jws.header()
                .optionalText("kid")
                .filter(key.thumbprint().value()::equals)
                .isPresent();
    }

    public boolean hasCertificates() {
        return jws.header().has("x5c");
    }

    /** The header {@code x5c} (RFC 7515 §4.1.6), leaf first. */
    public List<String> certificates() {
        return jws.header().texts("x5c", MAX_CERTIFICATES, MAX_CERTIFICATE_TEXT);
    }

    /** What the message says it is signed with. */
    public SignatureAlgorithm algorithm() {
        return jws.algorithm();
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
        return verify(key, endpoint, sender, "signature");
    }

    private VerifiedMessage verify(DeviceKey key, String endpoint, String sender, String unsigned) {
        if (!jws.isSignedBy(key.publicKey(), key.algorithm())) {
            throw Refusal.INVALID_SIGNATURE.because(unsigned);
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

    /**
     * The same checks for a sender that the message's own claims named. Where they named none, or one whose key the message
     * cannot have been signed by, the answer is that of a bad signature and so is the work: one verification of the
     * message's algorithm.
     */
    public VerifiedMessage verify(Optional<DeviceKey> found, String endpoint, String sender) {
        DeviceKey key = verificationKey(found);
        boolean isTheirs = found.filter(key::equals).isPresent();
        return verify(key, endpoint, sender, isTheirs ? "signature" : "sender unknown, or with another key");
    }

    /** A key of the message's own algorithm: the sender's if it is one, else nobody's. */
    DeviceKey verificationKey(Optional<DeviceKey> found) {
        return found.filter(key -> key.algorithm() == jws.algorithm()).orElseGet(() -> NobodysKey.of(jws.algorithm()));
    }

    /** The {@code iss} of a device. */
    public static String senderOf(UUID did) {
        return DEVICE_ISSUER + did;
    }
}
