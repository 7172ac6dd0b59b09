package dev.holdfast.agent.key;

import dev.holdfast.agent.jose.Base64Url;
import dev.holdfast.agent.jose.PublicJwk;
import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * The key of another authority's certificate, in a file that other programs use as well: PKCS #8 (RFC 5958), or one of the
 * two older forms (RFC 5915, RFC 8017 appendix A.1.2), which are the inner part of it.
 */
final class MachineKey implements DeviceKey {
    private static final String PKCS8 = "PRIVATE KEY";
    private static final int P256_BYTES = 32;
    private static final int P384_BYTES = 48;

    private final PrivateKey secret;
    private final String algorithm;
    private final PublicJwk jwk;
    private final SecureRandom random;

    private MachineKey(PrivateKey secret, String algorithm, PublicJwk jwk, SecureRandom random) {
        this.secret = secret;
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.random = random;
    }

    static MachineKey read(String pem, Path file, X509Certificate certificate, SecureRandom random) throws IOException {
        PublicKey open = certificate.getPublicKey();
        try {
            String algorithm = algorithm(open);
            PrivateKey secret = KeyFactory.getInstance(open.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(pkcs8(pem, open)));
            MachineKey key = new MachineKey(secret, algorithm, jwk(open), random);
            key.requireFits(open);
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException | MalformedJsonException e) {
            // Without the cause, which may quote the file.
            throw new IOException(
                    file + " is not the certificate's key: it must be an EC key on P-256 or P-384, or an RSA"
                            + " key, in PEM without a passphrase.");
        }
    }

    private static String algorithm(PublicKey key) throws GeneralSecurityException {
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            if (bits == P256_BYTES * Byte.SIZE || bits == P384_BYTES * Byte.SIZE) {
                return bits == P256_BYTES * Byte.SIZE ? "ES256" : "ES384";
            }
        }
        if (key instanceof RSAPublicKey) {
            return "PS256";
        }
        throw new GeneralSecurityException("another kind of key");
    }

    private static PublicJwk jwk(PublicKey key) throws MalformedJsonException {
        if (key instanceof RSAPublicKey rsa) {
            return PublicJwk.of(JsonObject.builder()
                    .put("e", Base64Url.encode(unsigned(rsa.getPublicExponent(), 0)))
                    .put("kty", "RSA")
                    .put("n", Base64Url.encode(unsigned(rsa.getModulus(), 0)))
                    .build());
        }
        ECPublicKey ec = (ECPublicKey) key;
        int size = ec.getParams().getCurve().getField().getFieldSize() / Byte.SIZE;
        return PublicJwk.of(JsonObject.builder()
                .put("crv", size == P256_BYTES ? "P-256" : "P-384")
                .put("kty", "EC")
                .put("x", Base64Url.encode(unsigned(ec.getW().getAffineX(), size)))
                .put("y", Base64Url.encode(unsigned(ec.getW().getAffineY(), size)))
                .build());
    }

    /** Big endian without a sign; as many bytes as it needs where {@code length} is 0. */
    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = new byte[length == 0 ? (number.bitLength() + 7) / Byte.SIZE : length];
        byte[] signed = number.toByteArray();
        int count = Math.min(signed.length, bytes.length);
        System.arraycopy(signed, signed.length - count, bytes, bytes.length - count, count);
        return bytes;
    }

    private static byte[] pkcs8(String pem, PublicKey open) {
        if (pem.contains("ENCRYPTED")) {
            throw new IllegalArgumentException("a key with a passphrase");
        }
        byte[] whole = section(pem, PKCS8);
        if (whole.length > 0) {
            return whole;
        }
        byte[] inner = section(pem, open instanceof RSAPublicKey ? "RSA PRIVATE KEY" : "EC PRIVATE KEY");
        return der(0x30, new byte[] {2, 1, 0}, algorithmIdentifier(open.getEncoded()), der(0x04, inner));
    }

    private static byte[] section(String pem, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int start = pem.indexOf(begin);
        int end = pem.indexOf("-----END " + label + "-----", Math.max(start, 0));
        return start < 0 || end < 0
                ? new byte[0]
                : Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
    }

    /** The first part of a SubjectPublicKeyInfo, which a PKCS #8 key has as well. */
    private static byte[] algorithmIdentifier(byte[] spki) {
        int start = spki[1] >= 0 ? 2 : 2 + (spki[1] & 0x7F);
        return Arrays.copyOfRange(spki, start, start + 2 + spki[start + 1]);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> Byte.SIZE);
            out.write(length);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private void requireFits(PublicKey open) throws GeneralSecurityException {
        byte[] probe = {1};
        Signature verifier = signature();
        verifier.initVerify(open);
        verifier.update(probe);
        if (!verifier.verify(sign(probe))) {
            throw new GeneralSecurityException("the key of another certificate");
        }
    }

    private Signature signature() throws GeneralSecurityException {
        return switch (algorithm) {
            case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
            case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
            default -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
        };
    }

    @Override
    public KeyName name() {
        return KeyName.AGENT;
    }

    @Override
    public String algorithm() {
        return algorithm;
    }

    @Override
    public PublicJwk publicJwk() {
        return jwk;
    }

    @Override
    public byte[] sign(byte[] input) throws GeneralSecurityException {
        Signature signature = signature();
        signature.initSign(secret, random);
        signature.update(input);
        return signature.sign();
    }

    @Override
    public String toString() {
        return "MachineKey[" + algorithm + "]";
    }
}
