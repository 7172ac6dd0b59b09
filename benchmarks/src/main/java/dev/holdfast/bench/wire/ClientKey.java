package dev.holdfast.bench.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** A P-256 key of the client. Signs with Bouncy Castle, whose P-256 leaves the server the most of a shared machine. */
public final class ClientKey {

    private static final Provider PROVIDER = new BouncyCastleProvider();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int COORDINATE_BYTES = 32;

    private final PrivateKey privateKey;
    private final ECPublicKey publicKey;
    private final String thumbprint;

    private ClientKey(KeyPair pair) {
        this.privateKey = pair.getPrivate();
        this.publicKey = (ECPublicKey) pair.getPublic();
        this.thumbprint = Base64Url.encode(thumbprintBytes());
    }

    /** Makes a key. */
    public static ClientKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", PROVIDER);
            generator.initialize(new ECGenParameterSpec("P-256"));
            return new ClientKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle has P-256", e);
        }
    }

    /** Returns the private key, for a certificate request. */
    public PrivateKey privateKey() {
        return privateKey;
    }

    /** Returns the public key. */
    public ECPublicKey publicKey() {
        return publicKey;
    }

    /** Returns the affine coordinate x as 32 bytes. */
    public byte[] x() {
        return coordinate(publicKey.getW().getAffineX());
    }

    /** Returns the affine coordinate y as 32 bytes. */
    public byte[] y() {
        return coordinate(publicKey.getW().getAffineY());
    }

    /** Returns the public JWK (RFC 7517). */
    public ObjectNode jwk() {
        return JSON.createObjectNode()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", Base64Url.encode(x()))
                .put("y", Base64Url.encode(y()));
    }

    /** Returns the JWK SHA-256 thumbprint (RFC 7638). */
    public String thumbprint() {
        return thumbprint;
    }

    /** Returns the thumbprint's 32 bytes. */
    public byte[] thumbprintBytes() {
        return Sha256.of("{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + Base64Url.encode(x()) + "\",\"y\":\""
                + Base64Url.encode(y()) + "\"}");
    }

    /** Returns a compact JWS with {@code ES256} (RFC 7515 §3.1, RFC 7518 §3.4). */
    public String sign(ObjectNode header, ObjectNode claims) {
        String input =
                Base64Url.encode(header.put("alg", "ES256").toString()) + '.' + Base64Url.encode(claims.toString());
        return input + '.' + Base64Url.encode(sign("SHA256withPLAIN-ECDSA", input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Returns an ECDSA signature with SHA-256 in DER, as WebAuthn has it. */
    public byte[] signDer(byte[] data) {
        return sign("SHA256withECDSA", data);
    }

    private byte[] sign(String algorithm, byte[] data) {
        try {
            Signature signer = Signature.getInstance(algorithm, PROVIDER);
            signer.initSign(privateKey);
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Bouncy Castle signs with its own key", e);
        }
    }

    private static byte[] coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }
}
