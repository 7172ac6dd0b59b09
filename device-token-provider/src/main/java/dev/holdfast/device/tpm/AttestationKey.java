package dev.holdfast.device.tpm;

import dev.holdfast.device.key.DeviceKey;
import dev.holdfast.device.key.SignatureAlgorithm;
import dev.holdfast.device.refusal.Refusal;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A key that a TPM uses only for its own statements. {@link #parse} checks what the public area says of it; that it says
 * the truth follows from a credential activated for its name on a trusted endorsement key.
 */
public final class AttestationKey {
    private static final int RSASSA = 0x0014;
    private static final int RSAPSS = 0x0016;
    private static final int ECDSA = 0x0018;

    private final PublicArea area;
    private final DeviceKey key;

    private AttestationKey(PublicArea area, DeviceKey key) {
        this.area = area;
        this.key = key;
    }

    /**
     * Reads a TPMT_PUBLIC and demands {@code fixedTPM}, {@code fixedParent}, {@code sensitiveDataOrigin},
     * {@code restricted} and {@code sign}, and {@code decrypt} clear. An unrestricted key would sign a forged statement.
     */
    public static AttestationKey parse(byte[] publicArea) {
        PublicArea area = PublicArea.parse(publicArea);
        if (area.nameAlgorithm() != HashAlgorithm.SHA256) {
            throw Refusal.ATTESTATION_FAILED.because("attestation key: name algorithm");
        }
        if (!area.isBornInTpm()
                || !area.has(ObjectAttribute.RESTRICTED)
                || !area.has(ObjectAttribute.SIGN)
                || area.has(ObjectAttribute.DECRYPT)) {
            throw Refusal.ATTESTATION_FAILED.because("attestation key: attributes");
        }
        SignatureAlgorithm algorithm = switch (area.scheme()) {
            case RSASSA -> SignatureAlgorithm.RS256;
            case RSAPSS -> SignatureAlgorithm.PS256;
            case ECDSA -> SignatureAlgorithm.ES256;
            default -> throw Refusal.ATTESTATION_FAILED.because("attestation key: scheme " + area.scheme());
        };
        if (area.schemeHash() != HashAlgorithm.SHA256.id()) {
            throw Refusal.ATTESTATION_FAILED.because("attestation key: hash");
        }
        return area.as(algorithm)
                .map(key -> new AttestationKey(area, key))
                .orElseThrow(() -> Refusal.ATTESTATION_FAILED.because("attestation key: strength"));
    }

    /** The TPMT_PUBLIC. */
    public byte[] publicArea() {
        return area.bytes();
    }

    /** The name that a credential is made for. */
    byte[] name() {
        return area.name();
    }

    /**
     * Verifies that the TPM of this key holds {@code certified} as a signing key that was born there and cannot leave.
     *
     * @param expected the bytes that the TPM was to include: they bind the statement to one message
     * @return the TPM's clock when it said so
     */
    public TpmClock verify(KeyCertification certification, DeviceKey certified, byte[] expected) {
        return verify(certification, certified, expected, area -> {});
    }

    /** The same for a key that a user releases by a PIN: by that alone, and with the TPM counting wrong ones. */
    public TpmClock verifyWithPin(KeyCertification certification, DeviceKey certified, byte[] expected) {
        return verify(certification, certified, expected, area -> {
            if (!area.isReleasedByValueAlone()) {
                throw Refusal.ATTESTATION_FAILED.because(
                        "certified key: can be used without its PIN, or its PIN tried");
            }
        });
    }

    private TpmClock verify(
            KeyCertification certification, DeviceKey certified, byte[] expected, Consumer<PublicArea> further) {
        if (!TpmSignature.parse(certification.signature()).isBy(key.publicKey(), certification.certifyInfo())) {
            throw Refusal.ATTESTATION_FAILED.because("certify info: signature");
        }
        CertifyInfo info = CertifyInfo.parse(certification.certifyInfo());
        if (!MessageDigest.isEqual(info.extraData(), expected)) {
            throw Refusal.ATTESTATION_FAILED.because("certify info: made for another message");
        }
        PublicArea certifiedArea = PublicArea.parse(certification.publicArea());
        if (certifiedArea.nameAlgorithm() != HashAlgorithm.SHA256
                || !Arrays.equals(info.name(), certifiedArea.name())) {
            throw Refusal.ATTESTATION_FAILED.because("certify info: name of another key");
        }
        // A software key imported into a genuine TPM has passed everything so far, and stops here.
        if (!certifiedArea.isBornInTpm()
                || !certifiedArea.has(ObjectAttribute.SIGN)
                || certifiedArea.has(ObjectAttribute.RESTRICTED)
                || certifiedArea.has(ObjectAttribute.DECRYPT)) {
            throw Refusal.ATTESTATION_FAILED.because("certified key: attributes");
        }
        if (!certifiedArea.isKey(certified)) {
            throw Refusal.ATTESTATION_FAILED.because("certified key: not the key of the message");
        }
        further.accept(certifiedArea);
        return info.clock();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttestationKey attestation && area.equals(attestation.area);
    }

    @Override
    public int hashCode() {
        return area.hashCode();
    }

    @Override
    public String toString() {
        return "AttestationKey[" + key.thumbprint() + "]";
    }
}
