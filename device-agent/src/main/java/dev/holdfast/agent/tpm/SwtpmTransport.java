package dev.holdfast.agent.tpm;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** swtpm's data socket: frames one after the other, told apart by the size in their header. One client at a time. */
final class SwtpmTransport implements TpmTransport {
    private static final int CONNECT_MILLIS = 5_000;
    /** Making an RSA key takes a slow machine that long; a client before us may be doing just that. */
    private static final int ANSWER_MILLIS = 120_000;

    private final TpmAddress.Swtpm address;
    private final Socket socket;

    private SwtpmTransport(TpmAddress.Swtpm address, Socket socket) {
        this.address = address;
        this.socket = socket;
    }

    static SwtpmTransport open(TpmAddress.Swtpm address) throws TpmException {
        Socket socket = new Socket();
        SwtpmTransport transport = new SwtpmTransport(address, socket);
        try {
            socket.connect(new InetSocketAddress(address.loopback(), address.port()), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.setTcpNoDelay(true);
            return transport;
        } catch (IOException e) {
            transport.close();
            throw TpmException.Unreachable.gone(address, e);
        }
    }

    @Override
    public byte[] exchange(byte[] command) throws TpmException {
        try {
            socket.getOutputStream().write(command);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = new byte[HEADER];
            in.readFully(header);
            int size = ByteBuffer.wrap(header).getInt(Short.BYTES);
            if (size < HEADER || size > MAX_FRAME) {
                throw new TpmException.Malformed(
                        "a frame that says it has " + Integer.toUnsignedString(size) + " bytes");
            }
            byte[] frame = Arrays.copyOf(header, size);
            in.readFully(frame, HEADER, size - HEADER);
            return frame;
        } catch (TpmException e) {
            throw e;
        } catch (EOFException e) {
            throw TpmException.Unreachable.gone(address, new IOException("it ended in the middle of a command", e));
        } catch (IOException e) {
            throw TpmException.Unreachable.gone(address, e);
        }
    }

    @Override
    public boolean isExclusive() {
        return true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Every command was answered before: nothing is lost with the connection.
            return;
        }
    }
}
