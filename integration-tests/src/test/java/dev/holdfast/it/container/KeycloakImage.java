package dev.holdfast.it.container;

import dev.holdfast.harness.ChildProcess;
import dev.holdfast.harness.HarnessException;
import dev.holdfast.harness.KeycloakDistribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The image that containers are made of. Where no registry can be asked, it is made here once and kept by the daemon: a
 * small Debian with a Java runtime, and the archive of the stock server as its makers published it.
 */
final class KeycloakImage {
    /** Names another one, such as {@code quay.io/keycloak/keycloak:26.7.3}. */
    private static final String PROPERTY = "holdfast.keycloak.image";

    /** Where the containers' own library expects the server. */
    static final String HOME = "/opt/keycloak";

    private static final String DEBIAN = "bookworm";
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private KeycloakImage() {}

    /** Returns the name of an image that the daemon has, or can ask for. */
    static String name() {
        String named = System.getProperty(PROPERTY);
        if (named != null && !named.isEmpty()) {
            return named;
        }
        KeycloakDistribution distribution = KeycloakDistribution.fromBuild();
        String name = "holdfast-test/keycloak:" + distribution.version();
        if (!isThere(name)) {
            make(name, distribution);
        }
        return name;
    }

    private static boolean isThere(String name) {
        try {
            run("looking for " + name, "docker", "image", "inspect", "--format={{.Id}}", name);
            return true;
        } catch (HarnessException e) {
            return false; // the daemon answers; it has no such image
        }
    }

    private static void make(String name, KeycloakDistribution distribution) {
        try {
            Path root = Files.createTempFile("holdfast-image", ".tar");
            try {
                run(
                        "making a Debian root",
                        "mmdebstrap",
                        "--variant=minbase",
                        "--include=openjdk-17-jre-headless",
                        "--customize-hook=mkdir $1" + HOME + " && tar -xzf '" + distribution.archive()
                                + "' --strip-components=1 --no-same-owner -C $1" + HOME,
                        DEBIAN,
                        root.toString());
                run(
                        "importing " + name,
                        "docker",
                        "import",
                        "--change=ENTRYPOINT [\"" + HOME + "/bin/kc.sh\"]",
                        "--change=WORKDIR " + HOME,
                        root.toString(),
                        name);
            } finally {
                Files.delete(root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String what, String... command) {
        String unused = ChildProcess.run(what, List.of(command), Map.of(), Path.of("."), LIMIT);
    }
}
