package dev.holdfast.push.testrealm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A P-256 key that signs with the JDK's own provider, so that another implementation checks the server's. */
public record TestKey(KeyPair pair) {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();

    public static TestKey make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new TestKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has P-256", e);
        }
    }

    public Map<String, Object> jwk() {
        Map<String, Object> jwk = new TreeMap<>();
        jwk.put("crv", "P-256");
        jwk.put("kty", "EC");
        jwk.put("x", BASE64URL.encodeToString(x()));
        jwk.put("y", BASE64URL.encodeToString(y()));
        return jwk;
    }

    public byte[] x() {
        return unsigned(((ECPublicKey) pair.getPublic()).getW().getAffineX());
    }

    public byte[] y() {
        return unsigned(((ECPublicKey) pair.getPublic()).getW().getAffineY());
    }

    /** The uncompressed point, base64url. */
    public String point() {
        byte[] point = new byte[65];
        point[0] = 4;
        System.arraycopy(x(), 0, point, 1, 32);
        System.arraycopy(y(), 0, point, 33, 32);
        return BASE64URL.encodeToString(point);
    }

    public byte[] thumbprint() {
        return sha256(json(jwk()).getBytes(StandardCharsets.UTF_8));
    }

    public DeviceKey deviceKey() {
        return DeviceKey.fromJwk(json(jwk()), SignatureAlgorithm.ES256).orElseThrow();
    }

    /** A compact JWS of this header and these claims. */
    public String sign(Map<String, ?> header, Map<String, ?> claims) {
        String input = encoded(header) + '.' + encoded(claims);
        return input
                + '.'
                + BASE64URL.encodeToString(
                        signature("SHA256withECDSAinP1363Format", input.getBytes(StandardCharsets.US_ASCII)));
    }

    public byte[] signature(String algorithm, byte[] data) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(pair.getPrivate());
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK signs with its own keys", e);
        }
    }

    /** The header and the common claims of a message. */
    public String message(
            String typ, boolean withKey, String sender, String audience, String nonce, Map<String, ?> claims) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("alg", "ES256");
        header.put("typ", typ);
        if (withKey) {
            header.put("jwk", jwk());
        } else {
            header.put("kid", BASE64URL.encodeToString(thumbprint()));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("iss", sender);
        all.put("aud", audience);
        all.put("iat", 1_795_300_000L);
        all.put("jti", UUID.randomUUID().toString());
        all.put("nonce", nonce);
        all.putAll(claims);
        return sign(header, all);
    }

    public static byte[] sha256(byte[] data) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(data);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static String encoded(Map<String, ?> json) {
        return BASE64URL.encodeToString(json(json).getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps of texts can be written", e);
        }
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[32];
        int significant = Math.min(bytes.length, 32);
        System.arraycopy(bytes, bytes.length - significant, padded, 32 - significant, significant);
        return padded;
    }
}
