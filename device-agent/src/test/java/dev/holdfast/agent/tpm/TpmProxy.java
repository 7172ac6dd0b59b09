package dev.holdfast.agent.tpm;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between the agent and a TPM, or in a TPM's place, and answers what a test wants. */
final class TpmProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger commands = new AtomicInteger();

    /** Makes an answer. */
    @FunctionalInterface
    interface Script {
        /** The bytes to answer to the command with this number, counted from 0; the connection ends after a null. */
        byte[] answer(int number, byte[] command) throws Exception;
    }

    private TpmProxy(Script script) throws IOException {
        this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.script = script;
        Thread server = new Thread(this::serve, "tpm-proxy");
        server.setDaemon(true);
        server.start();
    }

    /** A TPM that answers by script. */
    static TpmProxy of(Script script) throws IOException {
        return new TpmProxy(script);
    }

    /** Passes a command on to a real TPM and returns its answer. */
    static byte[] pass(TpmTransport to, byte[] command) throws IOException {
        return to.exchange(command);
    }

    /** An answer of a header alone. */
    static byte[] code(int responseCode) {
        return ByteBuffer.allocate(10)
                .putShort((short) 0x8001)
                .putInt(10)
                .putInt(responseCode)
                .array();
    }

    TpmAddress address() {
        return new TpmAddress.Swtpm("127.0.0.1", listener.getLocalPort());
    }

    int commands() {
        return commands.get();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client went away, or the test has ended: the loop's condition knows.
                continue;
            }
        }
    }

    private void talk(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        while (true) {
            byte[] header = in.readNBytes(10);
            if (header.length < 10) {
                return;
            }
            int size = ByteBuffer.wrap(header).getInt(2);
            byte[] command = Arrays.copyOf(header, size);
            in.readFully(command, 10, size - 10);
            byte[] answer;
            try {
                answer = script.answer(commands.getAndIncrement(), command);
            } catch (Exception e) {
                return;
            }
            if (answer == null) {
                return;
            }
            out.write(answer);
            out.flush();
            if (answer.length < 10 || ByteBuffer.wrap(answer).getInt(2) > answer.length) {
                // Nothing more will come of a frame that promises more.
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
