package dev.holdfast.device.testrealm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * A real key pair that signs with the JDK's own providers, so that the server's signature code is checked by another
 * implementation. The JWK and its thumbprint are written here by hand for the same reason.
 */
public record TestKey(SignatureAlgorithm algorithm, KeyPair pair) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** RSA keys are dear to make; one pair serves all tests that need just any. */
    private static final KeyPair RSA = rsaPair(2048);

    public static TestKey es256() {
        return new TestKey(SignatureAlgorithm.ES256, ecPair("secp256r1"));
    }

    public static TestKey es384() {
        return new TestKey(SignatureAlgorithm.ES384, ecPair("secp384r1"));
    }

    public static TestKey ps256() {
        return new TestKey(SignatureAlgorithm.PS256, RSA);
    }

    public static TestKey rs256() {
        return new TestKey(SignatureAlgorithm.RS256, RSA);
    }

    public static KeyPair rsaPair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK makes RSA keys", e);
        }
    }

    /** The public JWK with its required members alone. */
    public Map<String, Object> jwk() {
        return jwk(pair.getPublic());
    }

    /** The public JWK of any EC key on a NIST curve or RSA key. */
    public static Map<String, Object> jwk(PublicKey key) {
        Map<String, Object> jwk = new TreeMap<>();
        if (key instanceof ECPublicKey ec) {
            int bytes = (ec.getParams().getCurve().getField().getFieldSize() + 7) / 8;
            jwk.put("kty", "EC");
            jwk.put("crv", bytes == 32 ? "P-256" : "P-384");
            jwk.put("x", BASE64URL.encodeToString(unsigned(ec.getW().getAffineX(), bytes)));
            jwk.put("y", BASE64URL.encodeToString(unsigned(ec.getW().getAffineY(), bytes)));
        } else if (key instanceof RSAPublicKey rsa) {
            jwk.put("kty", "RSA");
            jwk.put(
                    "n",
                    BASE64URL.encodeToString(
                            unsigned(rsa.getModulus(), (rsa.getModulus().bitLength() + 7) / 8)));
            jwk.put("e", BASE64URL.encodeToString(unsigned(rsa.getPublicExponent(), 3)));
        } else {
            throw new IllegalArgumentException("no JWK for " + key.getAlgorithm());
        }
        return jwk;
    }

    /** RFC 7638 §3: the required members in lexicographic order, hashed. */
    public String jkt() {
        try {
            byte[] canonical = JSON.writeValueAsBytes(jwk());
            return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(canonical));
        } catch (Exception e) {
            throw new AssertionError("a JWK of texts can be written and hashed", e);
        }
    }

    /** The server's view of the public half. */
    public DeviceKey deviceKey() {
        try {
            return DeviceKey.fromJwk(JSON.writeValueAsString(jwk()), algorithm).orElseThrow();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("a JWK of texts can be written", e);
        }
    }

    /** A JWS signature (RFC 7518 §3). */
    public byte[] sign(String signingInput) {
        try {
            Signature signer = switch (algorithm) {
                case ES256 -> Signature.getInstance("SHA256withECDSAinP1363Format");
                case ES384 -> Signature.getInstance("SHA384withECDSAinP1363Format");
                case RS256 -> Signature.getInstance("SHA256withRSA");
                case PS256 -> pss();
            };
            signer.initSign(pair.getPrivate());
            signer.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK signs with its own keys", e);
        }
    }

    private static Signature pss() throws GeneralSecurityException {
        Signature signer = Signature.getInstance("RSASSA-PSS");
        signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        return signer;
    }

    private static KeyPair ecPair(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has " + curve, e);
        }
    }

    private static byte[] unsigned(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[length];
        int significant = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - significant, padded, length - significant, significant);
        return padded;
    }
}
