package dev.holdfast.agent.jose;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.regex.Pattern;

/**
 * A JWS in compact serialization (RFC 7515 section 3.1) that was parsed but not believed: header and payload are what
 * somebody claims until {@link #isSignedBy} says otherwise.
 */
public final class CompactJws {
    /** The only algorithm of the server's signatures; never taken from a message. */
    public static final String ES256 = "ES256";

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    private static final int MAX_LENGTH = 65_536;

    private final JsonObject header;
    private final JsonObject payload;
    private final byte[] signingInput;
    private final byte[] signature;

    private CompactJws(JsonObject header, JsonObject payload, byte[] signingInput, byte[] signature) {
        this.header = header;
        this.payload = payload;
        this.signingInput = signingInput;
        this.signature = signature;
    }

    /** Makes a signature in the form of RFC 7518 section 3.4 (for ES256: R and S, 32 bytes each). */
    @FunctionalInterface
    public interface Signer {
        /**
         * Signs.
         *
         * @throws GeneralSecurityException if the key cannot be used
         */
        byte[] sign(byte[] input) throws GeneralSecurityException;
    }

    /** Serializes and signs. The header's {@code alg} is the caller's duty. */
    public static String sign(JsonObject header, JsonObject payload, Signer signer) throws GeneralSecurityException {
        String input = Base64Url.encode(header.toBytes()) + "." + Base64Url.encode(payload.toBytes());
        byte[] signature = signer.sign(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + Base64Url.encode(signature);
    }

    /**
     * Takes the three parts apart.
     *
     * @throws MalformedJsonException if the text is not a compact JWS of two JSON objects
     */
    public static CompactJws parse(String compact) throws MalformedJsonException {
        if (compact.length() > MAX_LENGTH || !SHAPE.matcher(compact).matches()) {
            throw new MalformedJsonException("not a compact JWS");
        }
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        try {
            return new CompactJws(
                    JsonObject.parse(Base64Url.decode(compact.substring(0, first))),
                    JsonObject.parse(Base64Url.decode(compact.substring(first + 1, second))),
                    compact.substring(0, second).getBytes(StandardCharsets.US_ASCII),
                    Base64Url.decode(compact.substring(second + 1)));
        } catch (IllegalArgumentException e) {
            throw new MalformedJsonException("not base64url");
        }
    }

    /** The header, as claimed. */
    public JsonObject header() {
        return header;
    }

    /** The payload, as claimed. */
    public JsonObject payload() {
        return payload;
    }

    /**
     * Whether this is an ES256 signature by {@code key} under a header that asks for nothing unusual ({@code crit} and
     * {@code b64} are refused).
     */
    public boolean isSignedBy(PublicJwk key) {
        try {
            if (!ES256.equals(header.string("alg")) || header.has("crit") || header.has("b64")) {
                return false;
            }
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(key.toP256());
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | MalformedJsonException e) {
            return false;
        }
    }
}
