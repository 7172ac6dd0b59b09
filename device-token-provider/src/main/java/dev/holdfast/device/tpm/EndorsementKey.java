package dev.holdfast.device.tpm;

import dev.holdfast.device.key.CryptoProvider;
import dev.holdfast.device.refusal.Refusal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * An endorsement key that the realm trusts: whatever is encrypted for it, only that one TPM can read, and only for a key
 * that it holds itself. Only {@link EndorsementTrust#verify} makes one.
 */
public final class EndorsementKey {
    private static final int SECRET_BYTES = 32;
    private static final int AES = 0x0006;
    private static final int CFB = 0x0043;
    private static final String IDENTITY = "IDENTITY";

    private final PublicArea area;
    private final PublicKey key;
    private final String hash;

    EndorsementKey(PublicArea area, PublicKey key, String hash) {
        this.area = area;
        this.key = key;
        this.hash = hash;
    }

    /** SHA-256 of its SubjectPublicKeyInfo in lower-case hexadecimal: the name of the machine's TPM. */
    public String hash() {
        return hash;
    }

    /**
     * MakeCredential (TPM 2.0 Library, Part 1, §24): encrypts a fresh secret so that the TPM of this key gives it out
     * only if it also holds the attestation key.
     */
    public CredentialChallenge challenge(AttestationKey attestationKey, SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return challenge(attestationKey.name(), secret, random);
    }

    CredentialChallenge challenge(byte[] name, byte[] secret, SecureRandom random) {
        PublicArea.Symmetric symmetric = area.symmetric();
        if (symmetric.algorithm() != AES
                || symmetric.mode() != CFB
                || (symmetric.keyBits() != 128 && symmetric.keyBits() != 256)) {
            throw Refusal.ATTESTATION_FAILED.because("endorsement key: symmetric cipher");
        }
        try {
            Seed seed = seed(random);
            byte[] storage = derive(seed.value(), "STORAGE", name, symmetric.keyBits());
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding", CryptoProvider.BOUNCY_CASTLE);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(storage, "AES"), new IvParameterSpec(new byte[16]));
            byte[] identity = cipher.doFinal(sized(secret));
            byte[] integrity = derive(
                    seed.value(), "INTEGRITY", new byte[0], area.nameAlgorithm().bytes() * Byte.SIZE);
            Mac mac = mac(integrity);
            mac.update(identity);
            byte[] tag = mac.doFinal(name);
            byte[] blob = sized(concatenated(sized(tag), identity));
            return new CredentialChallenge(blob, sized(seed.encrypted()), secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a credential for this endorsement key", e);
        }
    }

    private record Seed(byte[] value, byte[] encrypted) {}

    private Seed seed(SecureRandom random) throws GeneralSecurityException {
        HashAlgorithm hashAlgorithm = area.nameAlgorithm();
        if (key instanceof RSAPublicKey) {
            byte[] seed = new byte[hashAlgorithm.bytes()];
            random.nextBytes(seed);
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", CryptoProvider.BOUNCY_CASTLE);
            byte[] label = (IDENTITY + '\0').getBytes(StandardCharsets.US_ASCII);
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    key,
                    new OAEPParameterSpec(
                            hashAlgorithm.jcaName(),
                            "MGF1",
                            new MGF1ParameterSpec(hashAlgorithm.jcaName()),
                            new PSource.PSpecified(label)),
                    random);
            return new Seed(seed, cipher.doFinal(seed));
        }
        ECPublicKey endorsement = (ECPublicKey) key;
        int size = (endorsement.getParams().getCurve().getField().getFieldSize() + 7) / 8;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CryptoProvider.BOUNCY_CASTLE);
        generator.initialize(endorsement.getParams(), random);
        KeyPair ephemeral = generator.generateKeyPair();
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH", CryptoProvider.BOUNCY_CASTLE);
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(key, true);
        ECPublicKey ours = (ECPublicKey) ephemeral.getPublic();
        byte[] x = fixed(ours.getW().getAffineX(), size);
        byte[] y = fixed(ours.getW().getAffineY(), size);
        // KDFe (Part 1, §11.4.10.3): one round, since no seed is longer than its hash.
        MessageDigest digest = hashAlgorithm.digest();
        digest.update(ByteBuffer.allocate(4).putInt(1).array());
        digest.update(agreement.generateSecret());
        digest.update((IDENTITY + '\0').getBytes(StandardCharsets.US_ASCII));
        digest.update(x);
        digest.update(fixed(endorsement.getW().getAffineX(), size));
        return new Seed(digest.digest(), concatenated(sized(x), sized(y)));
    }

    /** KDFa (Part 1, §11.4.10.2) with one context, of at most one hash's length. */
    private byte[] derive(byte[] seed, String label, byte[] context, int bits) throws GeneralSecurityException {
        Mac mac = mac(seed);
        mac.update(ByteBuffer.allocate(4).putInt(1).array());
        mac.update((label + '\0').getBytes(StandardCharsets.US_ASCII));
        mac.update(context);
        mac.update(ByteBuffer.allocate(4).putInt(bits).array());
        byte[] derived = new byte[bits / Byte.SIZE];
        System.arraycopy(mac.doFinal(), 0, derived, 0, derived.length);
        return derived;
    }

    private Mac mac(byte[] secret) throws GeneralSecurityException {
        String name = area.nameAlgorithm().hmacName();
        Mac mac = Mac.getInstance(name, CryptoProvider.BOUNCY_CASTLE);
        mac.init(new SecretKeySpec(secret, name));
        return mac;
    }

    private static byte[] sized(byte[] part) {
        return ByteBuffer.allocate(2 + part.length)
                .putShort((short) part.length)
                .put(part)
                .array();
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static byte[] fixed(BigInteger value, int size) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[size];
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, fixed, size - length, length);
        return fixed;
    }

    @Override
    public String toString() {
        return "EndorsementKey[" + hash + "]";
    }
}
