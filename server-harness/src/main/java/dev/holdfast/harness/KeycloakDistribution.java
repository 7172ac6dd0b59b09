package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The archive of the stock server, as its makers published it.
 *
 * @param archive the {@code tar.gz}
 */
public record KeycloakDistribution(Path archive) {

    /** Checks that the archive is there. */
    public KeycloakDistribution {
        archive = archive.toAbsolutePath();
        if (!Files.isRegularFile(archive)) {
            throw new HarnessException("no Keycloak archive at " + archive);
        }
    }

    /**
     * Finds the archive that the build of this module has copied beside its classes, or the one that the system
     * property {@code holdfast.keycloak} names.
     *
     * @throws HarnessException if there is none
     */
    public static KeycloakDistribution fromBuild() {
        String named = System.getProperty("holdfast.keycloak");
        if (named != null) {
            return new KeycloakDistribution(Path.of(named));
        }
        Path folder = buildFolder();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("keycloak-[0-9.]+\\.tar\\.gz"))
                    .max(Path::compareTo)
                    .map(KeycloakDistribution::new)
                    .orElseThrow(() -> new HarnessException("no Keycloak archive in " + folder
                            + ": build the module server-harness, or name one with -Dholdfast.keycloak="));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the version in the archive's name, for example {@code 26.7.3}. */
    public String version() {
        return archive.getFileName().toString().replaceFirst("^keycloak-", "").replaceFirst("\\.tar\\.gz$", "");
    }

    /**
     * Unpacks the archive.
     *
     * @param home becomes the server's home, with {@code bin}, {@code lib} and so on directly below; made if absent
     */
    public void unpackInto(Path home) {
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcess.run(
                "unpacking Keycloak",
                List.of("tar", "-xzf", archive.toString(), "--strip-components=1", "-C", home.toString()),
                Map.of(),
                home,
                Duration.ofMinutes(3));
    }

    private static Path buildFolder() {
        try {
            Path code = Path.of(KeycloakDistribution.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.toAbsolutePath().resolveSibling("");
        } catch (URISyntaxException e) {
            throw new AssertionError("a code source of the application class path is a file URL", e);
        }
    }
}
