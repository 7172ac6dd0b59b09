package dev.holdfast.demo;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the build has made and the demo puts together.
 *
 * @param root the project's folder
 */
record Artifacts(Path root) {

    private static final String SERVER_JAR = "distribution/target/holdfast.jar";
    private static final String AGENT_JAR = "device-agent/target/holdfast-agent.jar";
    private static final String EXTENSION = "browser-extension/src";

    Artifacts {
        root = root.toAbsolutePath().normalize();
    }

    /** The jar for the server's {@code providers/}. */
    Path serverJar() {
        return built(SERVER_JAR);
    }

    /** The agent, runnable with {@code java -jar}. */
    Path agentJar() {
        return built(AGENT_JAR);
    }

    /** The unpacked extension. */
    Path extension() {
        return built(EXTENSION);
    }

    private Path built(String place) {
        Path path = root.resolve(place);
        if (!Files.exists(path)) {
            throw new DemoException(place + " is missing. The script ./demo builds it; please start the demo with it.");
        }
        return path;
    }
}
