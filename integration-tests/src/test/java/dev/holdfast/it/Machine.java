package dev.holdfast.it;

import dev.holdfast.harness.Browser;
import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.FileTrees;
import dev.holdfast.it.wire.WireRealm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    /**
     * Enrols a new machine.
     *
     * @param more options of the command
     */
    static Machine enrolled(Path folder, World world, WireRealm realm, String... more) {
        Machine machine = new Machine(folder.toAbsolutePath());
        try {
            Files.createDirectories(folder);
            Path token = Files.writeString(folder.resolve("token"), world.enrolmentToken(realm, 1));
            List<String> options =
                    new ArrayList<>(List.of("--issuer", realm.issuer().toString(), "--token-file", token.toString()));
            options.addAll(List.of(more));
            machine.agent("enrol", options.toArray(String[]::new));
            Files.delete(token);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return machine;
    }

    /** A browser of this machine, with a profile that may be new or known. */
    Browser browser(String profile, String locale) {
        return settings(profile).locale(locale).start();
    }

    /** The same, with a program that asks for PINs. */
    Browser browser(String profile, String locale, PinDialogProgram dialog) {
        Path path = folder.resolve(profile);
        agent(
                "install-host",
                "--dir",
                path.resolve("NativeMessagingHosts").toString(),
                "--pinentry",
                dialog.path().toString());
        return Browser.builder(path).extension(EXTENSION).locale(locale).start();
    }

    /** The same, with a foreign extension beside ours. */
    Browser browserWith(String profile, Path foreignExtension) {
        return settings(profile).extension(foreignExtension).start();
    }

    /** Lets a Firefox that looks for native hosts in a folder start this machine's agent. */
    void installFirefoxHost(Path manifests) {
        agent("install-host", "--firefox", "--dir", manifests.toString());
    }

    private Browser.Builder settings(String profile) {
        Path path = folder.resolve(profile);
        agent("install-host", "--dir", path.resolve("NativeMessagingHosts").toString());
        return Browser.builder(path).extension(EXTENSION);
    }

    /** Another machine with all that this one's agent keeps, as malware or a copied disk image would make it. */
    Machine copyTo(Path otherFolder) {
        Machine copy = new Machine(otherFolder.toAbsolutePath());
        FileTrees.copy(state(), copy.state());
        return copy;
    }

    /** Kills the agents that browsers run, and keeps new ones from starting until {@link #mendAgent}. */
    void breakAgent() {
        write(launcher(), launcherText().replaceFirst("\nexec ", "\nexit 1\nexec "));
        List<ProcessHandle> running = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("--state " + state() + " host"))
                        .isPresent())
                .toList();
        for (ProcessHandle host : running) {
            host.destroyForcibly();
            host.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    void mendAgent() {
        write(launcher(), launcherText().replaceFirst("\nexit 1\n", "\n"));
    }

    /** Lines of the agent's log about an event, for example {@code signed-in}. */
    List<String> logged(String event) {
        return read(state().resolve("agent.log"))
                .lines()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .toList();
    }

    /** Whether a request for a rotation may be under way: its {@code rid} is stored, and no answer to it. */
    boolean isRotating() {
        try (Stream<Path> files = Files.walk(state())) {
            return files.filter(file -> file.getParent().endsWith("registrations"))
                    .filter(file -> file.toString().endsWith(".json"))
                    .anyMatch(file -> read(file).contains("\"rid\":"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path state() {
        return folder.resolve("state");
    }

    private Path launcher() {
        return state().resolve("native-host");
    }

    private String launcherText() {
        return read(launcher());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void agent(String command, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> line = Stream.concat(
                        Stream.of(java, "-jar", AGENT.toString(), "--state", state().toString(), command),
                        Stream.of(arguments))
                .toList();
        ChildProcess.run("holdfast-agent " + command, line, Map.of(), folder, COMMAND_LIMIT);
    }
}
