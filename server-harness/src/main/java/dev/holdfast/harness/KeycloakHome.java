package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of one node: the built server's files, shared, and configuration and data of its own.
 *
 * @param folder the node's {@code kc.home.dir}
 */
record KeycloakHome(Path folder) {

    private static final List<String> SHARED = List.of("bin", "lib", "providers", "themes");

    /**
     * Lays out a node's home.
     *
     * @param built the built server
     * @param folder where the home goes
     * @param realms files to import at the first start
     * @param keepData whether the data of a former node in this folder stay
     */
    static KeycloakHome of(Path built, Path folder, List<Path> realms, boolean keepData) {
        for (String part : SHARED) {
            FileTrees.delete(folder.resolve(part));
            FileTrees.link(built.resolve(part), folder.resolve(part));
        }
        FileTrees.delete(folder.resolve("conf"));
        FileTrees.copy(built.resolve("conf"), folder.resolve("conf"));
        Path data = folder.resolve("data");
        if (!keepData) {
            FileTrees.delete(data);
        }
        // Unpacked theme files of a former build would be served again.
        FileTrees.delete(data.resolve("tmp"));
        Path imports = data.resolve("import");
        FileTrees.delete(imports);
        try {
            Files.createDirectories(imports);
            for (Path realm : realms) {
                Files.copy(realm, imports.resolve(realm.getFileName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new KeycloakHome(folder);
    }

    void delete() {
        FileTrees.delete(folder);
    }
}
