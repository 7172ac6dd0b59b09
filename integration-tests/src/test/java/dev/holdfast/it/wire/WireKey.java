package dev.holdfast.it.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;

/**
 * A device's key pair with the JWS algorithm that it signs with (RFC 7518 §3).
 *
 * @param alg {@code ES256}, {@code ES384}, {@code PS256} or {@code RS256}
 * @param pair the keys
 */
public record WireKey(String alg, KeyPair pair) {

    public static WireKey es256() {
        return generate("ES256");
    }

    /** Makes a key for an algorithm; RSA keys have 2048 bits. */
    public static WireKey generate(String alg) {
        return switch (alg) {
            case "ES256" -> ec(alg, "secp256r1");
            case "ES384" -> ec(alg, "secp384r1");
            case "PS256", "RS256" -> rsa(alg, 2048);
            default -> throw new IllegalArgumentException(alg);
        };
    }

    public static WireKey rsa(String alg, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return new WireKey(alg, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads a private JWK (RFC 7518 §6) that says its {@code alg}. */
    public static WireKey fromPrivateJwk(JsonNode jwk) {
        try {
            String alg = jwk.path("alg").asText();
            if (jwk.path("kty").asText().equals("EC")) {
                ECParameterSpec curve = curve(jwk.path("crv").asText().equals("P-384") ? "secp384r1" : "secp256r1");
                KeyFactory factory = KeyFactory.getInstance("EC");
                PublicKey publicKey = factory.generatePublic(
                        new ECPublicKeySpec(new ECPoint(integer(jwk, "x"), integer(jwk, "y")), curve));
                return new WireKey(
                        alg,
                        new KeyPair(
                                publicKey, factory.generatePrivate(new ECPrivateKeySpec(integer(jwk, "d"), curve))));
            }
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new WireKey(
                    alg,
                    new KeyPair(
                            factory.generatePublic(new RSAPublicKeySpec(integer(jwk, "n"), integer(jwk, "e"))),
                            factory.generatePrivate(new RSAPrivateCrtKeySpec(
                                    integer(jwk, "n"),
                                    integer(jwk, "e"),
                                    integer(jwk, "d"),
                                    integer(jwk, "p"),
                                    integer(jwk, "q"),
                                    integer(jwk, "dp"),
                                    integer(jwk, "dq"),
                                    integer(jwk, "qi")))));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("a key of the test vectors", e);
        }
    }

    /** Reads the public half of a JWK on P-256. */
    public static PublicKey publicKey(JsonNode jwk) {
        try {
            return KeyFactory.getInstance("EC")
                    .generatePublic(
                            new ECPublicKeySpec(new ECPoint(integer(jwk, "x"), integer(jwk, "y")), curve("secp256r1")));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The same keys, signing with another algorithm. */
    public WireKey as(String other) {
        return new WireKey(other, pair);
    }

    public PublicKey publicKey() {
        return pair.getPublic();
    }

    public PrivateKey privateKey() {
        return pair.getPrivate();
    }

    /** The public JWK with its required members alone. */
    public ObjectNode jwk() {
        ObjectNode jwk = Json.object();
        if (publicKey() instanceof ECPublicKey ec) {
            int size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            return jwk.put("crv", size == 32 ? "P-256" : "P-384")
                    .put("kty", "EC")
                    .put("x", Base64Url.unsigned(ec.getW().getAffineX(), size))
                    .put("y", Base64Url.unsigned(ec.getW().getAffineY(), size));
        }
        RSAPublicKey rsa = (RSAPublicKey) publicKey();
        return jwk.put("e", Base64Url.unsigned(rsa.getPublicExponent(), 0))
                .put("kty", "RSA")
                .put("n", Base64Url.unsigned(rsa.getModulus(), 0));
    }

    /** The private JWK with {@code alg}. */
    public ObjectNode privateJwk() {
        ObjectNode jwk = jwk().put("alg", alg);
        if (privateKey() instanceof ECPrivateKey ec) {
            int size = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            return jwk.put("d", Base64Url.unsigned(ec.getS(), size));
        }
        RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) privateKey();
        return jwk.put("d", Base64Url.unsigned(rsa.getPrivateExponent(), 0))
                .put("p", Base64Url.unsigned(rsa.getPrimeP(), 0))
                .put("q", Base64Url.unsigned(rsa.getPrimeQ(), 0))
                .put("dp", Base64Url.unsigned(rsa.getPrimeExponentP(), 0))
                .put("dq", Base64Url.unsigned(rsa.getPrimeExponentQ(), 0))
                .put("qi", Base64Url.unsigned(rsa.getCrtCoefficient(), 0));
    }

    /** RFC 7638: members in lexical order, no white space. */
    public byte[] thumbprint() {
        return Sha256.of(jwk().toString());
    }

    public String jkt() {
        return Base64Url.encode(thumbprint());
    }

    /** A JWS signature over the signing input. */
    public byte[] sign(String signingInput) {
        return sign(alg, privateKey(), signingInput);
    }

    static byte[] sign(String alg, PrivateKey key, String signingInput) {
        try {
            Signature signature = signature(alg);
            signature.initSign(key);
            signature.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static boolean verifies(String alg, PublicKey key, String signingInput, byte[] value) {
        try {
            Signature signature = signature(alg);
            signature.initVerify(key);
            signature.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return signature.verify(value);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature signature(String alg) throws GeneralSecurityException {
        switch (alg) {
            case "ES256":
                return Signature.getInstance("SHA256withECDSAinP1363Format");
            case "ES384":
                return Signature.getInstance("SHA384withECDSAinP1363Format");
            case "RS256":
                return Signature.getInstance("SHA256withRSA");
            case "PS256":
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                return pss;
            default:
                throw new IllegalArgumentException(alg);
        }
    }

    private static WireKey ec(String alg, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return new WireKey(alg, generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static ECParameterSpec curve(String name) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static BigInteger integer(JsonNode jwk, String member) {
        return new BigInteger(1, Base64Url.decode(jwk.path(member).asText()));
    }
}
