package dev.holdfast.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Copies and deletes whole folders. */
public final class FileTrees {

    private FileTrees() {}

    /** What becomes of a file that is copied. */
    private enum Mode {
        COPY,
        LINK
    }

    /**
     * Copies a folder with its files' times and permissions.
     *
     * @param from an existing folder
     * @param to where the copy goes; made if absent
     */
    public static void copy(Path from, Path to) {
        walk(from, to, Mode.COPY);
    }

    /** Like {@link #copy}, but the files share their content on disk; only for files that nobody writes to. */
    static void link(Path from, Path to) {
        walk(from, to, Mode.LINK);
    }

    /**
     * Deletes a folder and all that is in it, or nothing if it is absent; never follows a link.
     *
     * @param root the folder
     */
    public static void delete(Path root) {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
                    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                        throw fault;
                    }
                    return FileVisitResult.CONTINUE; // a process that is ending removed it itself
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException fault) throws IOException {
                    Files.deleteIfExists(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void walk(Path from, Path to, Mode mode) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Path copy = Files.createDirectories(to.resolve(from.relativize(folder)));
                    Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(folder));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    put(file, to.resolve(from.relativize(file)), mode);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Path from, Path to, Mode mode) throws IOException {
        if (mode == Mode.LINK) {
            try {
                Files.createLink(to, from);
                return;
            } catch (UnsupportedOperationException | IOException e) {
                // Another file system, or one without links: a copy serves as well.
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
        }
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }
}
