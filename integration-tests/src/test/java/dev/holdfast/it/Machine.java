package dev.holdfast.it;

import dev.holdfast.harness.Browser;
import dev.holdfast.harness.ChildProcess;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A managed machine: the real agent with a state folder of its own, and Chromium profiles with the real extension that
 * start it through the native messaging host.
 */
record Machine(Path folder) {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path AGENT = ROOT.resolve("device-agent/target/holdfast-agent.jar");
    private static final Path EXTENSION = ROOT.resolve("browser-extension/src");
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(120);

    /** Enrols a new machine. */
    static Machine enrolled(Path folder, World world, WireRealm realm) {
        Machine machine = new Machine(folder.toAbsolutePath());
        try {
            Files.createDirectories(folder);
            Path token = Files.writeString(folder.resolve("token"), world.enrolmentToken(realm, 1));
            machine.agent("enrol", "--issuer", realm.issuer().toString(), "--token-file", token.toString());
            Files.delete(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return machine;
    }

    /** A browser of this machine, with a profile that may be new or known. */
    Browser browser(String profile, String locale) {
        Path path = folder.resolve(profile);
        agent("install-host", "--dir", path.resolve("NativeMessagingHosts").toString());
        return Browser.builder(path).extension(EXTENSION).locale(locale).start();
    }

    private void agent(String command, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = Stream.concat(
                        Stream.of(
                                java,
                                "-jar",
                                AGENT.toString(),
                                "--state",
                                folder.resolve("state").toString(),
                                command),
                        Stream.of(arguments))
                .toList();
        ChildProcess.run("holdfast-agent " + command, line, Map.of(), folder, COMMAND_LIMIT);
    }
}
