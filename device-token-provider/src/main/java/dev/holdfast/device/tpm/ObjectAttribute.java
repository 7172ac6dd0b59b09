package dev.holdfast.device.tpm;

/** Bits of TPMA_OBJECT (TPM 2.0 Library, Part 2, §8.3) that decide what a key can be trusted for. */
enum ObjectAttribute {
    /** Cannot be duplicated to another TPM. */
    FIXED_TPM(1),
    /** Cannot be given another parent. */
    FIXED_PARENT(4),
    /** The TPM made the private part: it was not imported. */
    SENSITIVE_DATA_ORIGIN(5),
    /** Whoever knows the key's authorization value may use it. */
    USER_WITH_AUTH(6),
    /** Wrong authorization values do not count towards the TPM's lock-out. */
    NO_DA(10),
    /** Signs or decrypts only what the TPM itself made. */
    RESTRICTED(16),
    DECRYPT(17),
    SIGN(18);

    private final long mask;

    ObjectAttribute(int bit) {
        this.mask = 1L << bit;
    }

    boolean isSet(long attributes) {
        return (attributes & mask) != 0;
    }
}
