package dev.holdfast.agent.host;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The browser's native messaging frames: four bytes of length in the machine's byte order, then so many bytes. A length
 * over the limit is never allocated; its frame is skipped, so that the next one is read where it begins.
 */
final class Frames {
    /** The longest message of section 11 of the protocol. */
    static final int MAX = 65_536;

    private final DataInputStream in;
    private final OutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** A frame was longer than {@link #MAX}; it is skipped and its content is gone. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long length) {
            super("a frame of " + length + " bytes");
        }
    }

    /**
     * The next message; empty at the end of the stream, also in the middle of a frame.
     *
     * @throws TooLongException if it is over the limit; the stream stands at the next frame or at its end
     */
    Optional<byte[]> read() throws IOException {
        byte[] prefix = in.readNBytes(Integer.BYTES);
        if (prefix.length < Integer.BYTES) {
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(
                ByteBuffer.wrap(prefix).order(ByteOrder.nativeOrder()).getInt());
        if (length > MAX) {
            try {
                in.skipNBytes(length);
            } catch (EOFException e) {
                // The stream ends inside: the caller answers, and finds the end at its next read.
            }
            throw new TooLongException(length);
        }
        byte[] message = in.readNBytes((int) length);
        return message.length < length ? Optional.empty() : Optional.of(message);
    }

    /** Writes one message; whole, also when several threads write. */
    synchronized void write(byte[] message) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + message.length)
                .order(ByteOrder.nativeOrder())
                .putInt(message.length)
                .put(message);
        out.write(frame.array());
        out.flush();
    }
}
