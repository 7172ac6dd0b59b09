package dev.holdfast.device.testrealm;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes what a TPM would write, with the JDK's own cryptography and from the specification alone, and anything that a
 * forger would like to write instead. A real TPM implementation is asked in the integration tests; this one can lie.
 */
public final class FakeTpm {
    /** fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, noDA, sign. */
    public static final int SIGNING_KEY = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 10 | 1 << 18;

    /** The same, released by a PIN of which wrong ones count. */
    public static final int PIN_KEY = SIGNING_KEY & ~(1 << 10);

    /** The same and restricted. */
    public static final int ATTESTATION_KEY = SIGNING_KEY | 1 << 16;

    /** fixedTPM, fixedParent, sensitiveDataOrigin, adminWithPolicy, restricted, decrypt. */
    public static final int ENDORSEMENT_KEY = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 16 | 1 << 17;

    private static final int NONE = 0x0010;
    private static final int SHA256 = 0x000B;

    private final KeyPair endorsement;
    private final KeyPair attestation = ec();
    private final int attestationAttributes;
    private long resets = 3;
    private long millis = 1_000_000;

    private FakeTpm(KeyPair endorsement, int attestationAttributes) {
        this.endorsement = endorsement;
        this.attestationAttributes = attestationAttributes;
    }

    /** A TPM whose endorsement key is RSA of 2048 bits. */
    public static FakeTpm rsa() {
        return new FakeTpm(TestKey.rsaPair(2048), ATTESTATION_KEY);
    }

    /** A TPM whose endorsement key is on P-256. */
    public static FakeTpm ecc() {
        return new FakeTpm(ec(), ATTESTATION_KEY);
    }

    /** The same endorsement key with an attestation key of other attributes. */
    public FakeTpm withAttestationKey(int attributes) {
        return new FakeTpm(endorsement, attributes);
    }

    /** A copy of its state, which goes its own way from here. */
    public void setClock(long newResets, long newMillis) {
        this.resets = newResets;
        this.millis = newMillis;
    }

    public PublicKey endorsementKey() {
        return endorsement.getPublic();
    }

    public byte[] endorsementArea() {
        return endorsementArea(ENDORSEMENT_KEY);
    }

    public byte[] endorsementArea(int attributes) {
        Bytes area = new Bytes();
        boolean rsa = endorsement.getPublic() instanceof RSAPublicKey;
        area.u16(rsa ? 0x0001 : 0x0023).u16(SHA256).u32(attributes).sized(new byte[32]);
        area.u16(0x0006).u16(128).u16(0x0043).u16(NONE);
        if (endorsement.getPublic() instanceof RSAPublicKey key) {
            area.u16(2048).u32(0).sized(unsigned(key.getModulus(), 256));
        } else {
            area.u16(0x0003).u16(NONE);
            point(area, (ECPublicKey) endorsement.getPublic());
        }
        return area.bytes();
    }

    public byte[] attestationArea() {
        return area(attestation.getPublic(), attestationAttributes);
    }

    /** TPMT_PUBLIC of a P-256 or RSA signing key. */
    public static byte[] area(PublicKey key, int attributes) {
        return area(key, attributes, new byte[0]);
    }

    /** The same of a key that a policy releases as well. */
    public static byte[] area(PublicKey key, int attributes, byte[] policy) {
        Bytes area = new Bytes();
        boolean rsa = key instanceof RSAPublicKey;
        area.u16(rsa ? 0x0001 : 0x0023).u16(SHA256).u32(attributes).sized(policy);
        area.u16(NONE).u16(rsa ? 0x0014 : 0x0018).u16(SHA256);
        if (key instanceof RSAPublicKey rsaKey) {
            area.u16(rsaKey.getModulus().bitLength()).u32(0).sized(unsigned(rsaKey.getModulus(), 256));
        } else {
            area.u16(0x0003).u16(NONE);
            point(area, (ECPublicKey) key);
        }
        return area.bytes();
    }

    /** TPM2_ActivateCredential: the secret, if both keys are this TPM's and nothing was changed. */
    public byte[] activate(byte[] credentialBlob, byte[] encryptedSeed) {
        try {
            byte[] seed = seed(unsized(encryptedSeed));
            ByteBuffer blob = ByteBuffer.wrap(unsized(credentialBlob));
            byte[] tag = new byte[blob.getShort()];
            blob.get(tag);
            byte[] identity = new byte[blob.remaining()];
            blob.get(identity);
            byte[] name = name(attestationArea());
            byte[] integrityKey = kdfA(seed, "INTEGRITY", new byte[0], 256);
            if (!MessageDigest.isEqual(tag, hmac(integrityKey, identity, name))) {
                throw new AssertionError("TPM_RC_INTEGRITY");
            }
            Cipher cipher = Cipher.getInstance("AES/CFB/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(kdfA(seed, "STORAGE", name, 128), "AES"),
                    new IvParameterSpec(new byte[16]));
            return unsized(cipher.doFinal(identity));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK does what a TPM does", e);
        }
    }

    /** TPM2_Certify of a key that was born here. */
    public Statement certify(PublicKey key, byte[] extraData) {
        return new Statement(area(key, SIGNING_KEY), extraData);
    }

    /** What TPM2_Certify says, to be altered before it is signed. */
    public final class Statement {
        private byte[] area;
        private byte[] name;
        private byte[] extraData;
        private int magic = 0xFF544347;
        private int type = 0x8017;
        private byte[] trailing = new byte[0];
        private KeyPair signer = attestation;
        private String signature = "SHA256withECDSAinP1363Format";
        private int hash = SHA256;

        private Statement(byte[] area, byte[] extraData) {
            this.area = area;
            this.name = name(area);
            this.extraData = extraData;
        }

        /** Another public area, with its own name. */
        public Statement of(byte[] otherArea) {
            this.area = otherArea;
            this.name = name(otherArea);
            return this;
        }

        public Statement named(byte[] otherName) {
            this.name = otherName;
            return this;
        }

        public Statement magic(int other) {
            this.magic = other;
            return this;
        }

        public Statement type(int other) {
            this.type = other;
            return this;
        }

        public Statement trailing(byte... bytes) {
            this.trailing = bytes;
            return this;
        }

        public Statement signedBy(KeyPair other) {
            this.signer = other;
            return this;
        }

        public Statement withSha1() {
            this.signature = "SHA1withECDSAinP1363Format";
            this.hash = 0x0004;
            return this;
        }

        /** The member {@code tpm} of a message. */
        public Map<String, Object> members() {
            Bytes info = new Bytes();
            info.u32(magic).u16(type).sized(name(attestationArea())).sized(extraData);
            info.u64(millis).u32((int) resets).u32(0).u8(1).u64(0x2019_1023_0016_3636L);
            info.sized(name).sized(name);
            info.raw(trailing);
            byte[] certifyInfo = info.bytes();
            try {
                Signature maker = Signature.getInstance(signature);
                maker.initSign(signer.getPrivate());
                maker.update(certifyInfo);
                byte[] rs = maker.sign();
                Bytes signed = new Bytes();
                signed.u16(0x0018).u16(hash);
                signed.sized(Arrays.copyOfRange(rs, 0, 32)).sized(Arrays.copyOfRange(rs, 32, 64));
                return Map.of(
                        "public_area", MessageBuilder.encode(area),
                        "certify_info", MessageBuilder.encode(certifyInfo),
                        "signature", MessageBuilder.encode(signed.bytes()));
            } catch (GeneralSecurityException e) {
                throw new AssertionError("the JDK signs with its own keys", e);
            }
        }
    }

    private byte[] seed(byte[] encrypted) throws GeneralSecurityException {
        if (endorsement.getPublic() instanceof RSAPublicKey) {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    endorsement.getPrivate(),
                    new OAEPParameterSpec(
                            "SHA-256",
                            "MGF1",
                            MGF1ParameterSpec.SHA256,
                            new PSource.PSpecified("IDENTITY\0".getBytes(StandardCharsets.US_ASCII))));
            return cipher.doFinal(encrypted);
        }
        ByteBuffer read = ByteBuffer.wrap(encrypted);
        byte[] x = new byte[read.getShort()];
        read.get(x);
        byte[] y = new byte[read.getShort()];
        read.get(y);
        ECPublicKey own = (ECPublicKey) endorsement.getPublic();
        PublicKey theirs = java.security.KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(new ECPoint(new BigInteger(1, x), new BigInteger(1, y)), own.getParams()));
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(endorsement.getPrivate());
        agreement.doPhase(theirs, true);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(new byte[] {0, 0, 0, 1});
        digest.update(agreement.generateSecret());
        digest.update("IDENTITY\0".getBytes(StandardCharsets.US_ASCII));
        digest.update(x);
        return digest.digest(unsigned(own.getW().getAffineX(), 32));
    }

    private static byte[] kdfA(byte[] key, String label, byte[] context, int bits) throws GeneralSecurityException {
        byte[] out = hmac(
                key,
                new byte[] {0, 0, 0, 1},
                (label + '\0').getBytes(StandardCharsets.US_ASCII),
                context,
                ByteBuffer.allocate(4).putInt(bits).array());
        return Arrays.copyOf(out, bits / 8);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** An entity's name: the hash's id and the hash of its public area. */
    public static byte[] name(byte[] area) {
        try {
            return new Bytes()
                    .u16(SHA256)
                    .raw(MessageDigest.getInstance("SHA-256").digest(area))
                    .bytes();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has SHA-256", e);
        }
    }

    private static byte[] unsized(byte[] sized) {
        ByteBuffer read = ByteBuffer.wrap(sized);
        byte[] bytes = new byte[read.getShort()];
        read.get(bytes);
        return bytes;
    }

    private static void point(Bytes area, ECPublicKey key) {
        area.sized(unsigned(key.getW().getAffineX(), 32))
                .sized(unsigned(key.getW().getAffineY(), 32));
    }

    /** A P-256 pair of the JDK. */
    public static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("the JDK has P-256", e);
        }
    }

    private static byte[] unsigned(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[length];
        int significant = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - significant, padded, length - significant, significant);
        return padded;
    }

    private static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Bytes u8(int value) {
            out.write(value);
            return this;
        }

        Bytes u16(int value) {
            return raw(ByteBuffer.allocate(2).putShort((short) value).array());
        }

        Bytes u32(int value) {
            return raw(ByteBuffer.allocate(4).putInt(value).array());
        }

        Bytes u64(long value) {
            return raw(ByteBuffer.allocate(8).putLong(value).array());
        }

        Bytes sized(byte[] part) {
            return u16(part.length).raw(part);
        }

        Bytes raw(byte[] part) {
            out.writeBytes(part);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
