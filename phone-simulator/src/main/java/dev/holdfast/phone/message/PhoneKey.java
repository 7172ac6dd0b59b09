package dev.holdfast.phone.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPrivateKeySpec;

/** A phone's key pair on P-256. */
public final class PhoneKey {
    private final String x;
    private final String y;
    private final ECPrivateKey secret;

    private PhoneKey(String x, String y, ECPrivateKey secret) {
        this.x = x;
        this.y = y;
        this.secret = secret;
    }

    public static PhoneKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(P256.CURVE, random);
            var pair = generator.generateKeyPair();
            var point = ((java.security.interfaces.ECPublicKey) pair.getPublic()).getW();
            return new PhoneKey(P256.coordinate(point.getAffineX()), P256.coordinate(point.getAffineY()), (ECPrivateKey)
                    pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has P-256", e);
        }
    }

    /** The key that {@link #privateJwk} wrote. */
    public static PhoneKey read(JsonNode jwk) throws MalformedException {
        P256.publicKey(jwk);
        try {
            ECPrivateKeySpec secret = new ECPrivateKeySpec(P256.coordinate(jwk, "d"), P256.CURVE);
            return new PhoneKey(Json.text(jwk, "x"), Json.text(jwk, "y"), (ECPrivateKey)
                    KeyFactory.getInstance("EC").generatePrivate(secret));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("no key on P-256");
        }
    }

    public ObjectNode publicJwk() {
        return Json.object().put("crv", "P-256").put("kty", "EC").put("x", x).put("y", y);
    }

    public ObjectNode privateJwk() {
        return publicJwk().put("d", P256.coordinate(secret.getS()));
    }

    /** RFC 7638: the hash of the required members in the order of their names, which {@link #publicJwk} has. */
    public String thumbprint() {
        return Sha256.of(publicJwk().toString());
    }

    byte[] sign(byte[] input) {
        try {
            Signature signer = Signature.getInstance(P256.ES256);
            signer.initSign(secret);
            signer.update(input);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a key on P-256 signs with ES256", e);
        }
    }

    @Override
    public String toString() {
        return "PhoneKey " + thumbprint();
    }
}
