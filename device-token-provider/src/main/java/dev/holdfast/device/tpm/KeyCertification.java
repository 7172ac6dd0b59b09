package dev.holdfast.device.tpm;

import dev.holdfast.device.message.Claims;

/** What TPM2_Certify gave for one key: TPMT_PUBLIC, TPMS_ATTEST and TPMT_SIGNATURE, not verified yet. */
public record KeyCertification(byte[] publicArea, byte[] certifyInfo, byte[] signature) {
    /** Reads the member {@code tpm} of a message. */
    public static KeyCertification of(Claims tpm) {
        return new KeyCertification(
                tpm.bytes("public_area", PublicArea.MAX_BYTES),
                tpm.bytes("certify_info", CertifyInfo.MAX_BYTES),
                tpm.bytes("signature", TpmSignature.MAX_BYTES));
    }
}
