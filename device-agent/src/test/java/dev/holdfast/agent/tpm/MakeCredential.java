package dev.holdfast.agent.tpm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Test API: the server's half of credential activation (TPM 2.0 Library, Part 1, section 24), written for the tests from
 * the standard and over the JDK alone.
 *
 * @param blob {@code TPM2B_ID_OBJECT}, size included
 * @param secret {@code TPM2B_ENCRYPTED_SECRET}, size included
 */
public record MakeCredential(byte[] blob, byte[] secret) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int RSA = 1;

    /** The hash, its HMAC and the length of AES keys that an endorsement key uses. */
    private record Suite(String hash, int hashBytes, int aesBytes) {
        static Suite of(int nameAlgorithm, int aesBits) {
            return nameAlgorithm == 0x000B
                    ? new Suite("SHA-256", 32, aesBits / 8)
                    : new Suite("SHA-384", 48, aesBits / 8);
        }

        byte[] hmac(byte[] key, byte[]... parts) throws Exception {
            Mac mac = Mac.getInstance("Hmac" + hash.replace("-", ""));
            mac.init(new SecretKeySpec(key, "HMAC"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        }

        byte[] kdfa(byte[] key, String label, byte[] context, int bytes) throws Exception {
            byte[] full = hmac(key, u32(1), zeroEnded(label), context, u32(bytes * 8));
            return Arrays.copyOf(full, bytes);
        }

        byte[] kdfe(byte[] z, String label, byte[] u, byte[] v) throws Exception {
            MessageDigest digest = MessageDigest.getInstance(hash);
            for (byte[] part : new byte[][] {u32(1), z, zeroEnded(label), u, v}) {
                digest.update(part);
            }
            return digest.digest();
        }
    }

    /** Wraps a credential for an endorsement key so that it opens beside the attestation key of a name only. */
    public static MakeCredential of(byte[] ekPublic, byte[] akPublic, byte[] credential) throws Exception {
        ByteBuffer ek = ByteBuffer.wrap(ekPublic);
        int type = ek.getShort();
        int nameAlgorithm = ek.getShort();
        ek.getInt();
        take(ek);
        ek.getShort();
        Suite suite = Suite.of(nameAlgorithm, ek.getShort());
        ek.getShort();
        ek.getShort();
        byte[] seed;
        byte[] secret;
        if (type == RSA) {
            ek.getShort();
            ek.getInt();
            seed = random(suite.hashBytes());
            secret = oaep(take(ek), seed, suite);
        } else {
            int curve = ek.getShort();
            ek.getShort();
            int bytes = curve == 3 ? 32 : 48;
            byte[] x = fixed(new BigInteger(1, take(ek)), bytes);
            byte[] y = fixed(new BigInteger(1, take(ek)), bytes);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve == 3 ? "secp256r1" : "secp384r1"));
            KeyPair ephemeral = generator.generateKeyPair();
            ECPoint point = ((ECPublicKey) ephemeral.getPublic()).getW();
            byte[] ephemeralX = fixed(point.getAffineX(), bytes);
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(ephemeral.getPrivate());
            agreement.doPhase(point(curve, x, y), true);
            seed = suite.kdfe(agreement.generateSecret(), "IDENTITY", ephemeralX, x);
            secret = concat(sized(ephemeralX), sized(fixed(point.getAffineY(), bytes)));
        }
        byte[] name = name(akPublic);
        Cipher aes = Cipher.getInstance("AES/CFB/NoPadding");
        byte[] key = suite.kdfa(seed, "STORAGE", name, suite.aesBytes());
        aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        byte[] encrypted = aes.doFinal(sized(credential));
        byte[] integrity = suite.hmac(suite.kdfa(seed, "INTEGRITY", new byte[0], suite.hashBytes()), encrypted, name);
        return new MakeCredential(sized(concat(sized(integrity), encrypted)), sized(secret));
    }

    /** The name of a key whose name algorithm is SHA-256. */
    public static byte[] name(byte[] publicArea) throws Exception {
        return concat(new byte[] {0, 0x0B}, MessageDigest.getInstance("SHA-256").digest(publicArea));
    }

    private static byte[] oaep(byte[] modulus, byte[] seed, Suite suite) throws Exception {
        var key = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), BigInteger.valueOf(65_537)));
        Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                key,
                new OAEPParameterSpec(
                        suite.hash(),
                        "MGF1",
                        new MGF1ParameterSpec(suite.hash()),
                        new PSource.PSpecified(zeroEnded("IDENTITY"))));
        return cipher.doFinal(seed);
    }

    private static ECPublicKey point(int curve, byte[] x, byte[] y) throws Exception {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve == 3 ? "secp256r1" : "secp384r1"));
        return (ECPublicKey) KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(
                        new ECPoint(new BigInteger(1, x), new BigInteger(1, y)),
                        parameters.getParameterSpec(ECParameterSpec.class)));
    }

    static byte[] take(ByteBuffer in) {
        byte[] content = new byte[in.getShort() & 0xFFFF];
        in.get(content);
        return content;
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] fixed(BigInteger value, int bytes) {
        byte[] signed = value.toByteArray();
        byte[] fixed = new byte[bytes];
        int length = Math.min(signed.length, bytes);
        System.arraycopy(signed, signed.length - length, fixed, bytes - length, length);
        return fixed;
    }

    private static byte[] zeroEnded(String label) {
        return (label + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static byte[] sized(byte[] content) {
        return ByteBuffer.allocate(2 + content.length)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
