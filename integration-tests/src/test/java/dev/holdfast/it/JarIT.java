package dev.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
@DisplayName("The one jar")
class JarIT {
    private final Path library;

    JarIT(World world) {
        this.library = world.process().homeFolder().resolve("lib/lib");
    }

    @Test
    @DisplayName("shadows no class and no resource of the server: no entry is in any of the server's jars")
    void shadowsNothing() {
        Set<String> servers = new HashSet<>();
        for (Path jar : serverJars()) {
            servers.addAll(entriesOf(jar));
        }
        assertThat(servers).as("the server's own entries").contains("org/keycloak/models/RealmModel.class");

        Set<String> both = entriesOf(SharedServer.jar());
        both.retainAll(servers);
        // A manifest is read from its own jar, and service files of all jars are read together.
        both.removeIf(entry -> entry.equals("META-INF/MANIFEST.MF") || entry.startsWith("META-INF/services/"));
        assertThat(both).isEmpty();
    }

    @Test
    @DisplayName("holds classes of our own packages alone")
    void ownPackages() {
        assertThat(entriesOf(SharedServer.jar()))
                .filteredOn(entry -> entry.endsWith(".class"))
                .isNotEmpty()
                .allMatch(entry ->
                        entry.replaceFirst("^META-INF/versions/\\d+/", "").startsWith("dev/holdfast/"));
    }

    private List<Path> serverJars() {
        try (Stream<Path> files = Files.walk(library)) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().equals("holdfast.jar"))
                    .toList();
            assertThat(jars).hasSizeGreaterThan(100);
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> entriesOf(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
