package dev.holdfast.phone.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** Keys on the curve P-256 as JWKs (RFC 7518 section 6.2), and what they sign with ES256. */
public final class P256 {
    static final String ES256 = "SHA256withECDSAinP1363Format";
    static final int COORDINATE = 32;

    static final ECParameterSpec CURVE = curve();

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has P-256", e);
        }
    }

    /** The public key of a JWK. */
    public static PublicKey publicKey(JsonNode jwk) throws MalformedException {
        if (!Json.text(jwk, "kty").equals("EC") || !Json.text(jwk, "crv").equals("P-256")) {
            throw new MalformedException("no key on P-256");
        }
        try {
            ECPoint point = new ECPoint(coordinate(jwk, "x"), coordinate(jwk, "y"));
            return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("no point of P-256");
        }
    }

    static BigInteger coordinate(JsonNode jwk, String name) throws MalformedException {
        byte[] bytes = Base64Url.decode(Json.text(jwk, name));
        if (bytes.length != COORDINATE) {
            throw new MalformedException("'" + name + "' has not " + COORDINATE + " bytes");
        }
        return new BigInteger(1, bytes);
    }

    static String coordinate(BigInteger number) {
        byte[] bytes = new byte[COORDINATE];
        byte[] found = number.toByteArray();
        int length = Math.min(found.length, COORDINATE);
        System.arraycopy(found, found.length - length, bytes, COORDINATE - length, length);
        return Base64Url.encode(bytes);
    }

    static boolean verifies(PublicKey key, byte[] input, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(ES256);
            verifier.initVerify(key);
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
