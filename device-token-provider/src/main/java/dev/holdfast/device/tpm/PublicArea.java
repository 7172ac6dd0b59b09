package dev.holdfast.device.tpm;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.Refusal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A TPMT_PUBLIC (TPM 2.0 Library, Part 2, §12.2.4): what a TPM says of one of its keys. Parsing shows only that the
 * bytes have this form, never that a TPM made them.
 */
public final class PublicArea {
    /** Bytes of the form, at most: an RSA key of 4096 bits with a policy has less. */
    public static final int MAX_BYTES = 1_024;

    private static final int RSA = 0x0001;
    private static final int NO_ALGORITHM = 0x0010;
    private static final int ECC = 0x0023;
    private static final int RSAES = 0x0015;
    private static final int ECDAA = 0x001A;
    private static final int MAX_PART = 512;
    private static final long DEFAULT_EXPONENT = 65_537;

    private final byte[] bytes;
    private final int nameAlgorithm;
    private final long attributes;
    private final boolean hasPolicy;
    private final Symmetric symmetric;
    private final int scheme;
    private final int schemeHash;
    private final JWK jwk;

    private PublicArea(
            byte[] bytes,
            int nameAlgorithm,
            long attributes,
            boolean hasPolicy,
            Symmetric symmetric,
            int scheme,
            int schemeHash,
            JWK jwk) {
        this.bytes = bytes;
        this.nameAlgorithm = nameAlgorithm;
        this.attributes = attributes;
        this.hasPolicy = hasPolicy;
        this.symmetric = symmetric;
        this.scheme = scheme;
        this.schemeHash = schemeHash;
        this.jwk = jwk;
    }

    /** The symmetric cipher of a storage key; all zero where there is none. */
    record Symmetric(int algorithm, int keyBits, int mode) {}

    /**
     * Reads one public area and no byte more.
     *
     * @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#ATTESTATION_FAILED}
     */
    public static PublicArea parse(byte[] bytes) {
        TpmReader reader = new TpmReader(bytes, "public area");
        int type = reader.uint16();
        int nameAlgorithm = reader.uint16();
        long attributes = reader.uint32();
        boolean hasPolicy = reader.sized(MAX_PART).length > 0; // What it says is covered by the name.
        int cipher = reader.uint16();
        Symmetric symmetric = cipher == NO_ALGORITHM
                ? new Symmetric(0, 0, 0)
                : new Symmetric(cipher, reader.uint16(), reader.uint16());
        int scheme = reader.uint16();
        int schemeHash = hasHash(scheme) ? reader.uint16() : 0;
        if (scheme == ECDAA) {
            reader.uint16();
        }
        JWK jwk = switch (type) {
            case RSA -> rsa(reader);
            case ECC -> ecc(reader);
            default -> throw Refusal.ATTESTATION_FAILED.because("public area: type " + type);
        };
        reader.end();
        return new PublicArea(bytes.clone(), nameAlgorithm, attributes, hasPolicy, symmetric, scheme, schemeHash, jwk);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    boolean has(ObjectAttribute attribute) {
        return attribute.isSet(attributes);
    }

    /** The key never left the TPM that made it, and never can. */
    boolean isBornInTpm() {
        return has(ObjectAttribute.FIXED_TPM)
                && has(ObjectAttribute.FIXED_PARENT)
                && has(ObjectAttribute.SENSITIVE_DATA_ORIGIN);
    }

    /**
     * The key is released by its authorization value and by nothing else, and wrong ones count towards the lock-out. That
     * the value is not empty no TPM says.
     */
    boolean isReleasedByValueAlone() {
        return has(ObjectAttribute.USER_WITH_AUTH) && !has(ObjectAttribute.NO_DA) && !hasPolicy;
    }

    HashAlgorithm nameAlgorithm() {
        return HashAlgorithm.withId(nameAlgorithm)
                .orElseThrow(() -> Refusal.ATTESTATION_FAILED.because("public area: name algorithm " + nameAlgorithm));
    }

    Symmetric symmetric() {
        return symmetric;
    }

    /** The key's signing scheme (TPM_ALG_ID), or {@code 0x0010} where each signature names its own. */
    int scheme() {
        return scheme;
    }

    int schemeHash() {
        return schemeHash;
    }

    /** The entity name: the name algorithm's id, then its hash of the public area (Part 1, §16). */
    byte[] name() {
        HashAlgorithm hash = nameAlgorithm();
        byte[] digest = hash.digest().digest(bytes);
        return ByteBuffer.allocate(2 + digest.length)
                .putShort((short) hash.id())
                .put(digest)
                .array();
    }

    JWK jwk() {
        return jwk;
    }

    /** The same key as {@code other}, by its thumbprint. */
    boolean isKey(DeviceKey other) {
        return as(other.algorithm())
                .map(DeviceKey::thumbprint)
                .filter(other.thumbprint()::equals)
                .isPresent();
    }

    /** The key for signatures of that algorithm, or nothing where it cannot make them. */
    Optional<DeviceKey> as(SignatureAlgorithm algorithm) {
        return DeviceKey.fromJwk(jwk.toJSONString(), algorithm);
    }

    private static boolean hasHash(int scheme) {
        return scheme != NO_ALGORITHM && scheme != RSAES;
    }

    private static JWK rsa(TpmReader reader) {
        int bits = reader.uint16();
        long exponent = reader.uint32();
        byte[] modulus = reader.sized(MAX_PART);
        if (modulus.length * Byte.SIZE != bits) {
            throw Refusal.ATTESTATION_FAILED.because("public area: modulus of another size");
        }
        return new RSAKey.Builder(
                        Base64URL.encode(new BigInteger(1, modulus)),
                        Base64URL.encode(BigInteger.valueOf(exponent == 0 ? DEFAULT_EXPONENT : exponent)))
                .build();
    }

    private static JWK ecc(TpmReader reader) {
        int id = reader.uint16();
        Curve curve = switch (id) {
            case 0x0003 -> Curve.P_256;
            case 0x0004 -> Curve.P_384;
            default -> throw Refusal.ATTESTATION_FAILED.because("public area: curve " + id);
        };
        int kdf = reader.uint16();
        if (kdf != NO_ALGORITHM) {
            reader.uint16();
        }
        int size = curve.equals(Curve.P_256) ? 32 : 48;
        try {
            return new ECKey.Builder(curve, coordinate(reader, size), coordinate(reader, size)).build();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw Refusal.ATTESTATION_FAILED.because("public area: point not on its curve");
        }
    }

    /** A TPM may leave leading zeros out; RFC 7518 §6.2.1.2 wants all of them. */
    private static Base64URL coordinate(TpmReader reader, int size) {
        byte[] bytes = reader.sized(size);
        byte[] padded = new byte[size];
        System.arraycopy(bytes, 0, padded, size - bytes.length, bytes.length);
        return Base64URL.encode(padded);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PublicArea area && Arrays.equals(bytes, area.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "PublicArea[" + Base64.getUrlEncoder().withoutPadding().encodeToString(name()) + "]";
    }
}
