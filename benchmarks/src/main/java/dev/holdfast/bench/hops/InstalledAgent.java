package dev.holdfast.bench.hops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdfast.harness.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The real agent with a state folder of its own.
 *
 * @param jar the agent
 * @param state its state folder
 */
record InstalledAgent(Path jar, Path state) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Enrols this machine. */
    void enrol(URI issuer, String enrolmentToken) {
        try {
            Path file = Files.createTempFile(beside(), "enrolment", ".token");
            try {
                Files.writeString(file, enrolmentToken);
                run("enrol", "--issuer", issuer.toString(), "--token-file", file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the browser with this profile start the agent. */
    void installHost(Path profile) {
        run("install-host", "--dir", profile.resolve("NativeMessagingHosts").toString());
    }

    /** How long each sign-in took the agent, the server's part included, in milliseconds, the oldest first. */
    List<Long> signInMillis() {
        List<Long> millis = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(state.resolve("agent.log"), StandardCharsets.UTF_8)) {
                JsonNode event = JSON.readTree(line);
                if (event.path("event").asText().equals("signed-in")) {
                    millis.add(event.path("millis").asLong());
                }
            }
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path beside() {
        return state.toAbsolutePath().resolveSibling("");
    }

    private void run(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "--state",
                state.toString(),
                command));
        all.addAll(List.of(arguments));
        ChildProcess.run("holdfast-agent " + command, all, Map.of(), beside(), LIMIT);
    }
}
