package dev.holdfast.bench;

import java.nio.file.Files;
import java.nio.file.Path;

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
