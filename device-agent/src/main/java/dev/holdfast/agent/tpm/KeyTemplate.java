package dev.holdfast.agent.tpm;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a key shall be: a {@code TPMT_PUBLIC} (TPM 2.0 Library, Part 2, section 12.2.4) in two parts.
 *
 * @param shape everything before the {@code unique} field; the key that is made bears the same
 * @param unique input of a primary key's derivation; in the key that is made the public key stands here
 */
record KeyTemplate(byte[] shape, byte[] unique) {
    private static final int ECC = 0x0023;
    private static final int RSA = 0x0001;
    private static final int SHA256 = 0x000B;
    private static final int SHA384 = 0x000C;
    private static final int NULL = 0x0010;
    private static final int ECDSA = 0x0018;
    private static final int AES = 0x0006;
    private static final int CFB = 0x0043;
    private static final int P256 = 0x0003;
    private static final int P384 = 0x0004;
    private static final int RSA_BITS = 2048;

    private static final byte[] NO_POLICY = {};
    private static final byte[] EMPTY_POINT = new TpmWriter().u16(0).u16(0).toBytes();

    /** {@code PolicySecret(TPM_RH_ENDORSEMENT)} (TCG EK Credential Profile, section B.6.2). */
    private static final byte[] POLICY_A_SHA256 =
            hex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");
    /** Policy A, or what an administrator put into NV (the same, section B.6.3); the user may also use the key. */
    private static final byte[] POLICY_B_SHA256 =
            hex("ca3d0a99a2b93906f7a3342414efcfb3a385d44cd1fd459089d19b5071c0b7a0");

    private static final byte[] POLICY_B_SHA384 = hex(
            "b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419ca" + "cb47ba09699646150f9fc000f3f80e12");

    /** Attributes of a key (TPMA_OBJECT, Part 2, section 8.3). */
    private static final int FIXED_TPM = 1 << 1;

    private static final int FIXED_PARENT = 1 << 4;
    private static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
    private static final int USER_WITH_AUTH = 1 << 6;
    private static final int ADMIN_WITH_POLICY = 1 << 7;
    /** Wrong authorizations of this key do not count towards the lock-out, and the lock-out does not stop it. */
    static final int NO_DA = 1 << 10;

    private static final int RESTRICTED = 1 << 16;
    private static final int DECRYPT = 1 << 17;
    private static final int SIGN = 1 << 18;

    /** Made inside, and never to leave. */
    private static final int NATIVE = FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN;

    private static final int EK_LOW = NATIVE | ADMIN_WITH_POLICY | RESTRICTED | DECRYPT;
    private static final int EK_HIGH = EK_LOW | USER_WITH_AUTH;

    /**
     * The parent of all keys of a device: the storage root key that the TCG's provisioning guidance describes (ECC), so
     * that other software, which makes the same, does not see a stranger.
     */
    static KeyTemplate storageRoot() {
        return new KeyTemplate(
                ecc(SHA256, NATIVE | USER_WITH_AUTH | NO_DA | RESTRICTED | DECRYPT, NO_POLICY, 128, P256), zeroPoint());
    }

    /** A key that signs whatever the agent asks for, ES256 only. */
    static KeyTemplate signing() {
        return new KeyTemplate(signing(NATIVE | USER_WITH_AUTH | NO_DA | SIGN), EMPTY_POINT);
    }

    /** The same for a key with a PIN: wrong PINs count. */
    static KeyTemplate signingWithPin() {
        return new KeyTemplate(signing(NATIVE | USER_WITH_AUTH | SIGN), EMPTY_POINT);
    }

    /**
     * A key that signs what the TPM says of itself, and nothing that only looks like it.
     *
     * @param label 32 bytes; another label gives another key
     */
    static KeyTemplate attestation(byte[] label) {
        return new KeyTemplate(
                signing(NATIVE | USER_WITH_AUTH | NO_DA | RESTRICTED | SIGN),
                new TpmWriter().sized(label).sized(new byte[label.length]).toBytes());
    }

    /** L-1 of the TCG EK Credential Profile. */
    static KeyTemplate endorsementRsaLow() {
        return new KeyTemplate(
                rsa(EK_LOW, POLICY_A_SHA256),
                new TpmWriter().sized(new byte[RSA_BITS / Byte.SIZE]).toBytes());
    }

    /** L-2. */
    static KeyTemplate endorsementP256Low() {
        return new KeyTemplate(ecc(SHA256, EK_LOW, POLICY_A_SHA256, 128, P256), zeroPoint());
    }

    /** H-1. */
    static KeyTemplate endorsementRsaHigh() {
        return new KeyTemplate(
                rsa(EK_HIGH, POLICY_B_SHA256), new TpmWriter().u16(0).toBytes());
    }

    /** H-2. */
    static KeyTemplate endorsementP256High() {
        return new KeyTemplate(ecc(SHA256, EK_HIGH, POLICY_B_SHA256, 128, P256), EMPTY_POINT);
    }

    /** H-3. */
    static KeyTemplate endorsementP384High() {
        return new KeyTemplate(ecc(SHA384, EK_HIGH, POLICY_B_SHA384, 256, P384), EMPTY_POINT);
    }

    /** The {@code TPMT_PUBLIC} to ask for. */
    byte[] toBytes() {
        return new TpmWriter().bytes(shape).bytes(unique).toBytes();
    }

    /** Whether a key's public area differs from this in the public key alone. */
    boolean fits(byte[] publicArea) {
        return publicArea.length > shape.length && Arrays.equals(shape, 0, shape.length, publicArea, 0, shape.length);
    }

    private static byte[] signing(int attributes) {
        return head(ECC, SHA256, attributes, NO_POLICY)
                .u16(NULL)
                .u16(ECDSA)
                .u16(SHA256)
                .u16(P256)
                .u16(NULL)
                .toBytes();
    }

    private static byte[] ecc(int nameAlgorithm, int attributes, byte[] policy, int aesBits, int curve) {
        return head(ECC, nameAlgorithm, attributes, policy)
                .u16(AES)
                .u16(aesBits)
                .u16(CFB)
                .u16(NULL)
                .u16(curve)
                .u16(NULL)
                .toBytes();
    }

    private static byte[] rsa(int attributes, byte[] policy) {
        return head(RSA, SHA256, attributes, policy)
                .u16(AES)
                .u16(128)
                .u16(CFB)
                .u16(NULL)
                .u16(RSA_BITS)
                // 0 stands for the usual exponent, 65537.
                .u32(0)
                .toBytes();
    }

    private static TpmWriter head(int type, int nameAlgorithm, int attributes, byte[] policy) {
        return new TpmWriter().u16(type).u16(nameAlgorithm).u32(attributes).sized(policy);
    }

    private static byte[] zeroPoint() {
        return new TpmWriter().sized(new byte[32]).sized(new byte[32]).toBytes();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
