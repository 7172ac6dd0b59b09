package dev.holdfast.device.tpm;

import dev.holdfast.device.refusal.Refusal;
import java.nio.ByteBuffer;

/**
 * Reads a TPM structure (TPM 2.0 Library, Part 2) that came from outside: big endian, every length checked before
 * anything is copied. Whatever does not fit is {@link Refusal#ATTESTATION_FAILED}.
 */
final class TpmReader {
    private final ByteBuffer rest;
    private final String what;

    /** @param what names the structure in the log */
    TpmReader(byte[] bytes, String what) {
        this.rest = ByteBuffer.wrap(bytes);
        this.what = what;
    }

    int uint8() {
        need(Byte.BYTES);
        return Byte.toUnsignedInt(rest.get());
    }

    int uint16() {
        need(Short.BYTES);
        return Short.toUnsignedInt(rest.getShort());
    }

    long uint32() {
        need(Integer.BYTES);
        return Integer.toUnsignedLong(rest.getInt());
    }

    /** A UINT64 below 2^63; the clock of a TPM reaches that after 292 million years. */
    long uint64() {
        need(Long.BYTES);
        long value = rest.getLong();
        if (value < 0) {
            throw Refusal.ATTESTATION_FAILED.because(what + ": number out of range");
        }
        return value;
    }

    /** A TPM2B: two bytes of length, then as many bytes, at most {@code max}. */
    byte[] sized(int max) {
        int length = uint16();
        if (length > max) {
            throw Refusal.ATTESTATION_FAILED.because(what + ": part of " + length + " bytes");
        }
        need(length);
        byte[] bytes = new byte[length];
        rest.get(bytes);
        return bytes;
    }

    /** Refuses a byte left over: two readers of it could see two structures. */
    void end() {
        if (rest.hasRemaining()) {
            throw Refusal.ATTESTATION_FAILED.because(what + ": " + rest.remaining() + " trailing bytes");
        }
    }

    private void need(int bytes) {
        if (rest.remaining() < bytes) {
            throw Refusal.ATTESTATION_FAILED.because(what + ": cut short");
        }
    }
}
