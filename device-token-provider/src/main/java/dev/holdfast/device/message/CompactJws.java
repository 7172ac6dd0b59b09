package dev.holdfast.device.message;

import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;

/**
 * A JWS in compact serialization (RFC 7515 §3.1) whose shape is right and whose signature nobody checked yet.
 *
 * <p>Refused here: other serializations, unknown algorithms ({@code none} and HMAC among them), {@code crit} and
 * {@code b64} headers (RFC 7797), characters outside base64url.
 */
public final class CompactJws {
    private final String compact;
    private final Claims header;
    private final Claims payload;
    private final SignatureAlgorithm algorithm;
    private final byte[] signature;

    private CompactJws(String compact, Claims header, Claims payload, SignatureAlgorithm algorithm, byte[] signature) {
        this.compact = compact;
        this.header = header;
        this.payload = payload;
        this.algorithm = algorithm;
        this.signature = signature;
    }

    public static CompactJws parse(String compact) {
        int first = compact.indexOf('.');
        int last = compact.lastIndexOf('.');
        if (first <= 0 || first == last || compact.indexOf('.', first + 1) != last) {
            throw Refusal.INVALID_REQUEST.because("not a compact JWS");
        }
        Claims header = Claims.parse(Claims.base64Url(compact.substring(0, first), "header"));
        Claims payload = Claims.parse(Claims.base64Url(compact.substring(first + 1, last), "payload"));
        byte[] signature = Claims.base64Url(compact.substring(last + 1), "signature");
        if (header.has("crit") || header.has("b64")) {
            throw Refusal.INVALID_REQUEST.because("crit or b64 header");
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.named(header.text("alg"))
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because("algorithm not accepted"));
        return new CompactJws(compact, header, payload, algorithm, signature);
    }

    public Claims header() {
        return header;
    }

    /** The claims as the sender wrote them: trust none before {@link #isSignedBy}. */
    public Claims unverifiedClaims() {
        return payload;
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    public boolean hasType(SignedType type) {
        return header.has("typ") && header.text("typ").equals(type.typ());
    }

    public boolean isSignedBy(PublicKey key, SignatureAlgorithm pinned) {
        return algorithm == pinned && pinned.verifies(key, signingInput(), signature);
    }

    /** SHA-256 over the ASCII of the compact form. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(compact.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private byte[] signingInput() {
        return compact.substring(0, compact.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    }
}
