package dev.holdfast.agent.jose;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A public key as the JWK members that RFC 7638 section 3.2 requires for its type, and nothing else: no optional member
 * and no private part survives.
 */
public final class PublicJwk {
    private static final int P256_BYTES = 32;

    private final JsonObject required;

    private PublicJwk(JsonObject required) {
        this.required = required;
    }

    /**
     * Takes the required members of an EC or RSA key.
     *
     * @throws MalformedJsonException if one is missing or the type is another
     */
    public static PublicJwk of(JsonObject jwk) throws MalformedJsonException {
        String type = jwk.string("kty");
        // In the lexicographic order that the thumbprint is taken over.
        List<String> names = switch (type) {
            case "EC" -> List.of("crv", "kty", "x", "y");
            case "RSA" -> List.of("e", "kty", "n");
            default -> throw new MalformedJsonException("a key type that is neither EC nor RSA");
        };
        JsonObject.Builder required = JsonObject.builder();
        for (String name : names) {
            required.put(name, jwk.string(name));
        }
        return new PublicJwk(required.build());
    }

    /** The JWK of a P-256 key. */
    public static PublicJwk of(ECPublicKey key) {
        return new PublicJwk(JsonObject.builder()
                .put("crv", "P-256")
                .put("kty", "EC")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()))
                .build());
    }

    /** The members as an object, for a header or claim. */
    public JsonObject toJson() {
        return required;
    }

    /** The 32 bytes of the JWK SHA-256 thumbprint (RFC 7638 section 3). */
    public byte[] thumbprintBytes() {
        return Sha256.of(required.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** The thumbprint as base64url, the protocol's {@code jkt}. */
    public String thumbprint() {
        return Base64Url.encode(thumbprintBytes());
    }

    /**
     * The key for verifying ES256.
     *
     * @throws GeneralSecurityException if it is not a point of P-256
     */
    public ECPublicKey toP256() throws GeneralSecurityException {
        try {
            if (!"P-256".equals(required.string("crv"))) {
                throw new GeneralSecurityException("not on P-256");
            }
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
            ECPoint point = new ECPoint(number(required.string("x")), number(required.string("y")));
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve));
        } catch (MalformedJsonException | IllegalArgumentException e) {
            throw new GeneralSecurityException("not a P-256 key", e);
        }
    }

    private static BigInteger number(String coordinate) {
        byte[] bytes = Base64Url.decode(coordinate);
        if (bytes.length != P256_BYTES) {
            throw new IllegalArgumentException("a coordinate of " + bytes.length + " bytes");
        }
        return new BigInteger(1, bytes);
    }

    private static String coordinate(BigInteger value) {
        byte[] signed = value.toByteArray();
        byte[] fixed = new byte[P256_BYTES];
        int length = Math.min(signed.length, P256_BYTES);
        System.arraycopy(signed, signed.length - length, fixed, P256_BYTES - length, length);
        return Base64Url.encode(fixed);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicJwk jwk && Arrays.equals(thumbprintBytes(), jwk.thumbprintBytes());
    }

    @Override
    public int hashCode() {
        return Objects.hash(thumbprint());
    }

    @Override
    public String toString() {
        return "PublicJwk[" + thumbprint() + "]";
    }
}
