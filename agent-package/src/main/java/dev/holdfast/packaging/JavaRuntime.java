package dev.holdfast.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Java runtime with the modules that the agent uses and no other, made by {@code jlink}. */
final class JavaRuntime {
    /** The agent's, by jdeps, and elliptic curves, which are found by name. */
    static final List<String> MODULES = List.of("java.base", "java.net.http", "jdk.crypto.ec", "jdk.httpserver");

    private static final String MARK = "made-from";

    private JavaRuntime() {}

    /** Why no runtime can be made here, if none can. */
    static Optional<String> obstacle() {
        if (!Files.isExecutable(jlink())) {
            return Optional.of("this Java has no jlink: a JDK is needed");
        }
        Path modules = Path.of(System.getProperty("java.home"), "jmods", "java.base.jmod");
        return Files.isRegularFile(modules)
                ? Optional.empty()
                : Optional.of("this JDK has no " + modules + " (Debian: apt-get install openjdk-17-jdk-headless)");
    }

    /** Makes it, unless this very Java has made it there before. */
    static void make(Path folder) throws IOException {
        String origin = System.getProperty("java.home") + " " + Runtime.version() + " " + MODULES + "\n";
        Path mark = folder.resolveSibling(folder.getFileName() + "." + MARK);
        if (Files.isDirectory(folder)
                && Files.isRegularFile(mark)
                && Files.readString(mark).equals(origin)) {
            return;
        }
        delete(folder);
        // A process of its own: some classes that jlink adds depend on what its JVM did before.
        Process process = new ProcessBuilder(
                        jlink().toString(),
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        // Start-up counts more than size on disk, and the package is compressed as a whole.
                        "--compress=0",
                        "--output",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ended(process) != 0) {
            throw new IOException("jlink failed: " + output);
        }
        Files.writeString(mark, origin, StandardCharsets.UTF_8);
    }

    private static Path jlink() {
        return Path.of(System.getProperty("java.home"), "bin", "jlink");
    }

    private static int ended(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("jlink was interrupted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
