package dev.holdfast.demo;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.FileTrees;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The device agent with a state folder of the demo, instead of the user's own.
 *
 * @param jar the agent
 * @param state its state folder
 */
record DemoAgent(Path jar, Path state) {

    private static final Pattern DURT =
            Pattern.compile("hfd1\\.[0-9a-f-]{36}\\.([1-9][0-9]{0,17})\\.[A-Za-z0-9_-]{43}");
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);

    /**
     * Enrols the device in a realm.
     *
     * @param more options of the command
     * @return what the agent says of it
     */
    String enrol(URI issuer, String enrolmentToken, String... more) throws IOException {
        // Not on the command line, where every user of this machine could read it.
        Path file = Files.createTempFile(beside(), "enrolment", ".token");
        try {
            Files.writeString(file, enrolmentToken);
            List<String> options =
                    new ArrayList<>(List.of("--issuer", issuer.toString(), "--token-file", file.toString()));
            options.addAll(List.of(more));
            return run("enrol", options.toArray(String[]::new));
        } finally {
            Files.delete(file);
        }
    }

    /** Lets the browser with this profile start the agent. */
    void installHost(Path profile) {
        run("install-host", "--dir", profile.resolve("NativeMessagingHosts").toString());
    }

    /** The same, with a program that asks for PINs. */
    void installHost(Path profile, PinTyper dialog) {
        run(
                "install-host",
                "--dir",
                profile.resolve("NativeMessagingHosts").toString(),
                "--pinentry",
                dialog.program().toString());
    }

    /** Copies the agent with all that it knows, as malware or a cloned disk image would. */
    DemoAgent copyTo(Path otherState) {
        FileTrees.delete(otherState);
        FileTrees.copy(state, otherState);
        return new DemoAgent(jar, otherState);
    }

    /**
     * The highest generation of a DURT that the agent keeps.
     *
     * @return 0 if it keeps none
     */
    long durtGeneration() {
        try (Stream<Path> files = Files.walk(state)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(DemoAgent::highestGeneration)
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String command, String... arguments) {
        List<String> all = Stream.concat(
                        Stream.of(java(), "-jar", jar.toString(), "--state", state.toString(), command),
                        Stream.of(arguments))
                .toList();
        return ChildProcess.run("holdfast-agent " + command, all, Map.of(), beside(), COMMAND_LIMIT);
    }

    private Path beside() {
        return state.toAbsolutePath().resolveSibling("");
    }

    private static long highestGeneration(Path file) {
        try {
            // Keys are binary: any bytes will do to look for text in.
            Matcher durts = DURT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            return durts.results()
                    .mapToLong(durt -> Long.parseLong(durt.group(1)))
                    .max()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
