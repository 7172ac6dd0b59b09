package dev.holdfast.agent.tpm;

import java.util.Arrays;

/** Reads structures of a TPM, and no byte beyond their end. */
final class TpmReader {
    private final byte[] source;
    private int at;

    TpmReader(byte[] source) {
        this.source = source;
    }

    int u8() throws TpmException {
        return take(1)[0] & 0xFF;
    }

    int u16() throws TpmException {
        byte[] two = take(Short.BYTES);
        return (two[0] & 0xFF) << Byte.SIZE | two[1] & 0xFF;
    }

    /** Four bytes; what is compared as a number uses {@link Integer#toUnsignedLong}. */
    int u32() throws TpmException {
        return u16() << Short.SIZE | u16();
    }

    /**
     * The number of items of a list.
     *
     * @param size of one, in bytes: no more are promised than there can be
     */
    int count(int size) throws TpmException {
        int count = u32();
        if (count < 0 || count > rest() / size) {
            throw new TpmException.Malformed("a list that promises more than there is");
        }
        return count;
    }

    byte[] take(int count) throws TpmException {
        if (count < 0 || count > rest()) {
            throw new TpmException.Malformed("it ends too early");
        }
        byte[] taken = Arrays.copyOfRange(source, at, at + count);
        at += count;
        return taken;
    }

    /** The content of a {@code TPM2B}. */
    byte[] sized() throws TpmException {
        return take(u16());
    }

    int rest() {
        return source.length - at;
    }

    /** Where the reader stands, for cutting out what it has read. */
    int position() {
        return at;
    }

    byte[] since(int position) {
        return Arrays.copyOfRange(source, position, at);
    }

    void end() throws TpmException {
        if (rest() != 0) {
            throw new TpmException.Malformed(rest() + " bytes too many");
        }
    }
}
