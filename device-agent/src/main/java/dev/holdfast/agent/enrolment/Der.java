package dev.holdfast.agent.enrolment;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** The few DER encodings (ITU-T X.690) that a certificate request needs. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int SEQUENCE = 0x30;
    private static final int CONTEXT_0 = 0xA0;
    private static final int LONG_FORM = 0x80;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, concatenated(parts));
    }

    static byte[] emptyContext0() {
        return tagged(CONTEXT_0, new byte[0]);
    }

    /** @param unsigned big endian */
    static byte[] integer(byte[] unsigned) {
        // Two's complement, as short as possible.
        return tagged(INTEGER, new BigInteger(1, unsigned).toByteArray());
    }

    static byte[] bitString(byte[] bytes) {
        return tagged(BIT_STRING, concatenated(new byte[] {0}, bytes));
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < LONG_FORM) {
            out.write(content.length);
        } else if (content.length <= 0xFF) {
            out.write(LONG_FORM | 1);
            out.write(content.length);
        } else if (content.length <= 0xFFFF) {
            out.write(LONG_FORM | 2);
            out.write(content.length >> Byte.SIZE);
            out.write(content.length);
        } else {
            throw new IllegalArgumentException("longer than any certificate request");
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
