package dev.holdfast.agent.tpm;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a TPM is, written as tpm2-tools write it in {@code TPM2TOOLS_TCTI}. */
public sealed interface TpmAddress {
    /** The kernel's resource manager: every program of the machine has the TPM's slots to itself. */
    TpmAddress DEFAULT = new Device(Path.of("/dev/tpmrm0"));

    /** As it is written: {@code device:/dev/tpmrm0}, {@code swtpm:host=127.0.0.1,port=2321}. */
    String text();

    /** Opens it for a sequence of commands. */
    TpmTransport open() throws TpmException;

    /**
     * A character device.
     *
     * @param path absolute
     */
    record Device(Path path) implements TpmAddress {
        /** Refuses relative paths: the native host starts in a folder of the browser's choice. */
        public Device {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("a TPM device has an absolute path");
            }
        }

        @Override
        public String text() {
            return "device:" + path;
        }

        @Override
        public TpmTransport open() throws TpmException {
            return DeviceTransport.open(this);
        }
    }

    /**
     * The socket of swtpm, an emulator for tests.
     *
     * @param host a name of the loopback interface; commands travel in the clear
     * @param port 1 to 65535
     */
    record Swtpm(String host, int port) implements TpmAddress {
        private static final int DEFAULT_PORT = 2321;
        private static final int MAX_PORT = 65_535;
        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

        /** Refuses other hosts than this machine. */
        public Swtpm {
            if (!LOOPBACK.contains(host)) {
                throw new IllegalArgumentException("swtpm is spoken with on this machine only: " + LOOPBACK);
            }
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("not a port: " + port);
            }
        }

        /** The address to connect to. */
        InetAddress loopback() {
            try {
                return host.equals("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            } catch (UnknownHostException e) {
                throw new AssertionError("an address in digits is not looked up", e);
            }
        }

        @Override
        public String text() {
            return "swtpm:host=" + host + ",port=" + port;
        }

        @Override
        public TpmTransport open() throws TpmException {
            return SwtpmTransport.open(this);
        }
    }

    /**
     * Reads what {@link #text} writes; {@code device} and {@code swtpm} alone stand for their defaults.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    static TpmAddress parse(String text) {
        if (text.equals("device")) {
            return DEFAULT;
        }
        if (text.startsWith("device:")) {
            return new Device(Path.of(text.substring("device:".length())));
        }
        if (text.equals("swtpm")) {
            return new Swtpm("127.0.0.1", Swtpm.DEFAULT_PORT);
        }
        Matcher swtpm = Pattern.compile("swtpm:host=([0-9a-z.:]{1,45}),port=([0-9]{1,5})")
                .matcher(text);
        if (swtpm.matches()) {
            return new Swtpm(swtpm.group(1), Integer.parseInt(swtpm.group(2)));
        }
        throw new IllegalArgumentException(
                "a TPM is named device:/dev/tpmrm0, or for tests swtpm:host=127.0.0.1,port=2321");
    }
}
