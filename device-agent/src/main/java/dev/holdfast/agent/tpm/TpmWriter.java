package dev.holdfast.agent.tpm;

import java.io.ByteArrayOutputStream;

/** Writes structures as the TPM reads them: big endian (TPM 2.0 Library, Part 1, section 7.1). */
final class TpmWriter {
    private static final int MAX_SIZED = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TpmWriter u8(int value) {
        out.write(value);
        return this;
    }

    TpmWriter u16(int value) {
        out.write(value >> Byte.SIZE);
        out.write(value);
        return this;
    }

    TpmWriter u32(int value) {
        return u16(value >>> Short.SIZE).u16(value);
    }

    TpmWriter bytes(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    /** A {@code TPM2B}: the size in two bytes, then the content. */
    TpmWriter sized(byte[] value) {
        if (value.length > MAX_SIZED) {
            throw new IllegalArgumentException(value.length + " bytes have no TPM2B");
        }
        return u16(value.length).bytes(value);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
