package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What the build has made and the benchmark uses.
 *
 * @param root the project's folder
 */
record Artifacts(Path root) {

    Artifacts {
        root = root.toAbsolutePath().normalize();
    }

    /** The benchmark's own folder. */
    Path folder() {
        return root.resolve(".bench");
    }

    /** The jar for the server's {@code providers/}. */
    Path serverJar() {
        return built("distribution/target/holdfast.jar");
    }

    /** The agent, runnable with {@code java -jar}. */
    Path agentJar() {
        return built("device-agent/target/holdfast-agent.jar");
    }

    /** The agent's Debian package. */
    Path agentPackage() {
        Path folder = built("agent-package/target");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no package in " + folder + "; the build says why."));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The unpacked extension. */
    Path extension() {
        return built("browser-extension/src");
    }

    private Path built(String place) {
        Path path = root.resolve(place);
        if (!Files.exists(path)) {
            throw new IllegalStateException(place + " is missing; the script ./bench builds it.");
        }
        return path;
    }
}
