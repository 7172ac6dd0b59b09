package dev.holdfast.bench;

import dev.holdfast.bench.start.HostStart;
import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.FileTrees;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How long a browser waits for the native host: of the package, and without what the package does for it. */
final class StartBenchmark {
    private static final int UNMEASURED = 10;
    private static final int MEASURED = 40;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String LIB = "/usr/lib/holdfast-agent";
    private static final String CACHE = "/var/cache/holdfast-agent";

    private final Artifacts artifacts;
    private final PrintStream out;
    private final Path folder;

    StartBenchmark(Artifacts artifacts, PrintStream out) {
        this.artifacts = artifacts;
        this.out = out;
        this.folder = artifacts.folder().resolve("start");
    }

    void run() {
        FileTrees.delete(folder);
        try {
            Files.createDirectories(folder);
            run("dpkg-deb", "--extract", artifacts.agentPackage().toString(), folder.toString());
            String extension = Files.readString(artifacts.root().resolve("browser-extension/extension-id.txt"))
                    .strip();
            String origin = "chrome-extension://" + extension + "/";
            Path launcher = relocated(folder.resolve("usr/bin/holdfast-agent"));
            out.printf("From the start of the process to the answer to hello, %d times each%n%n", MEASURED);
            out.printf("%-52s %10s %10s%n", "", "median", "95 %");
            measure("the jar on this machine's Java", List.of(java(), "-jar", jar(), origin));
            measure("the package, before its classes are shared", List.of(launcher.toString(), origin));
            run(relocated(folder.resolve("usr/lib/holdfast-agent/share-classes"))
                    .toString());
            measure("the package, as installed", List.of(launcher.toString(), origin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void measure(String name, List<String> command) {
        HostStart.Times times = new HostStart(name, command, folder.resolve("state")).measure(UNMEASURED, MEASURED);
        out.printf("%-52s %7d ms %7d ms%n", name, times.median(), times.almostAll());
    }

    /** A script of the package that finds the package in this folder. */
    private Path relocated(Path script) throws IOException {
        Files.writeString(
                script, Files.readString(script).replace(LIB, folder + LIB).replace(CACHE, folder + CACHE));
        return script;
    }

    private void run(String... command) {
        ChildProcess.run(command[0], List.of(command), Map.of(), folder, LIMIT);
    }

    private String jar() {
        return artifacts.agentJar().toString();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
