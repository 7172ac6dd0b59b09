package dev.holdfast.device.tpm;

import dev.holdfast.device.refusal.Refusal;

/**
 * A TPMS_ATTEST of TPM2_Certify (TPM 2.0 Library, Part 2, §10.12): a TPM's statement that it holds the key of that name.
 *
 * @param extraData what the caller asked the TPM to include
 * @param name of the certified key
 */
record CertifyInfo(byte[] extraData, TpmClock clock, byte[] name) {
    /** Bytes of the form, at most. */
    static final int MAX_BYTES = 512;

    private static final long MADE_BY_TPM = 0xFF544347L;
    private static final int CERTIFY = 0x8017;
    private static final int MAX_NAME = 66;
    private static final int MAX_EXTRA = 64;

    static CertifyInfo parse(byte[] bytes) {
        TpmReader reader = new TpmReader(bytes, "certify info");
        if (reader.uint32() != MADE_BY_TPM) {
            throw Refusal.ATTESTATION_FAILED.because("certify info: not made by a TPM");
        }
        if (reader.uint16() != CERTIFY) {
            throw Refusal.ATTESTATION_FAILED.because("certify info: another kind of attestation");
        }
        reader.sized(MAX_NAME); // The signer's qualified name; the signature says who signed.
        byte[] extraData = reader.sized(MAX_EXTRA);
        long millis = reader.uint64();
        long resets = reader.uint32();
        reader.uint32(); // How often it woke up since.
        reader.uint8(); // Whether the clock was saved in good order.
        need8(reader);
        byte[] name = reader.sized(MAX_NAME);
        reader.sized(MAX_NAME);
        reader.end();
        return new CertifyInfo(extraData, new TpmClock(resets, millis), name);
    }

    /** The firmware's version: the vendor's own number, whatever its bits. */
    private static void need8(TpmReader reader) {
        reader.uint32();
        reader.uint32();
    }
}
