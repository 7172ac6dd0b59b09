package dev.holdfast.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A TPM 2.0 in software (swtpm) on two loopback ports, which one program at a time can use. */
public final class SoftwareTpm implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration TOOL_LIMIT = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 20;

    private final Path state;
    private final int port;
    private ChildProcess process;

    private SoftwareTpm(Path state, int port, ChildProcess process) {
        this.state = state;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a TPM from a state folder, as {@link TpmMaker} or a copy made it.
     *
     * @throws HarnessException if it does not start
     */
    public static SoftwareTpm start(Path state) {
        int port = portPair();
        return new SoftwareTpm(state, port, launch(state, port));
    }

    /** Where it is, in the notation of tpm2-tools. */
    public String tcti() {
        return "swtpm:host=127.0.0.1,port=" + port;
    }

    /** The port of its commands; the next one is for its controls. */
    public int port() {
        return port;
    }

    /** Starts it again on the same ports: a reset of the machine. */
    public void restart() {
        stop();
        process = launch(state, port);
    }

    /** Ends it. */
    public void stop() {
        process.stop(Duration.ofSeconds(10));
    }

    /** Ends it at once (SIGKILL), in the middle of a command if one is under way. */
    public void kill() {
        process.kill9();
    }

    /** Stops it in its tracks: connections stay open, nothing is answered. */
    public void freeze() {
        process.freeze();
    }

    /** Lets a frozen one go on. */
    public void thaw() {
        process.thaw();
    }

    /** Starts a second TPM from a copy of this one's state, as somebody who copies a virtual machine. */
    public SoftwareTpm copy(Path folder) {
        FileTrees.copy(state, folder);
        return start(folder);
    }

    /**
     * Runs a program of tpm2-tools on it, which ends before anybody else gets an answer.
     *
     * @param command the program and its arguments
     * @return what it wrote
     * @throws HarnessException if it fails
     */
    public String tool(String... command) {
        return ChildProcess.run(
                command[0],
                List.of(command),
                Map.of("TPM2TOOLS_TCTI", tcti(), "TSS2_LOG", "all+ERROR"),
                state,
                TOOL_LIMIT);
    }

    /** Ends it; its state stays. */
    @Override
    public void close() {
        stop();
    }

    private static ChildProcess launch(Path state, int port) {
        ChildProcess process = ChildProcess.start(
                "swtpm",
                List.of(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + state.toAbsolutePath(),
                        "--server",
                        "type=tcp,bindaddr=127.0.0.1,port=" + port,
                        "--ctrl",
                        "type=tcp,bindaddr=127.0.0.1,port=" + (port + 1),
                        "--flags",
                        "not-need-init,startup-clear"),
                Map.of(),
                state,
                state.resolve("swtpm.log"));
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!accepts(port + 1)) {
            if (process.awaitEnd(Duration.ofMillis(50)) || System.nanoTime() > end) {
                process.kill9();
                throw new HarnessException("swtpm did not start:\n" + process.logTail(20));
            }
        }
        return process;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    /** tpm2-tools expect the controls on the port after that of the commands. */
    private static int portPair() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = LoopbackPorts.free();
            if (LoopbackPorts.isFree(port + 1)) {
                return port;
            }
        }
        throw new HarnessException("no two neighbouring ports are free");
    }
}
