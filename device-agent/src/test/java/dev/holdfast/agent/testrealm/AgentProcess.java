package dev.holdfast.agent.testrealm;

import dev.holdfast.agent.json.JsonObject;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The agent in a process of its own, as a browser or a shell starts it. */
public final class AgentProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path errors;

    private AgentProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    /**
     * Starts it.
     *
     * @param haltAt the crash point at which it ends; empty for none
     * @param arguments after {@code --state}
     */
    public static AgentProcess start(Path state, String haltAt, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        if (!haltAt.isEmpty()) {
            command.add("-Dholdfast.agent.halt-at=" + haltAt);
        }
        command.addAll(List.of("dev.holdfast.agent.Main", "--state", state.toString()));
        command.addAll(List.of(arguments));
        Path errors = state.resolveSibling("stderr-" + System.nanoTime());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.to(errors.toFile()));
        builder.environment().putAll(environment);
        return new AgentProcess(builder.start(), errors);
    }

    /** Starts a native host. */
    public static AgentProcess host(Path state, String haltAt) throws IOException {
        return start(state, haltAt, Map.of(), "host");
    }

    /** Sends a frame. */
    public void send(JsonObject request) throws IOException {
        byte[] message = request.toBytes();
        process.getOutputStream()
                .write(ByteBuffer.allocate(4 + message.length)
                        .order(ByteOrder.nativeOrder())
                        .putInt(message.length)
                        .put(message)
                        .array());
        process.getOutputStream().flush();
    }

    /** The next frame, or nothing at the end. */
    public Optional<JsonObject> receive() throws IOException {
        DataInputStream in = new DataInputStream(process.getInputStream());
        byte[] length = new byte[4];
        try {
            in.readFully(length);
            byte[] message = new byte
                    [ByteBuffer.wrap(length).order(ByteOrder.nativeOrder()).getInt()];
            in.readFully(message);
            return Optional.of(JsonObject.parse(message));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** The first line of standard output that has {@code part} in it. */
    public String lineWith(String part) throws IOException {
        BufferedReader lines = reader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains(part)) {
                return line.strip();
            }
        }
        throw new EOFException("no line with " + part + "; stderr: " + errors());
    }

    /** The rest of standard output. */
    public String output() throws IOException {
        return String.join("\n", reader().lines().toList());
    }

    private BufferedReader reader;

    private BufferedReader reader() {
        if (reader == null) {
            reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }
        return reader;
    }

    public String errors() throws IOException {
        return java.nio.file.Files.readString(errors);
    }

    /** Closes its input and waits for its end. */
    public int exitCode() throws Exception {
        process.getOutputStream().close();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the agent did not end");
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly();
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
