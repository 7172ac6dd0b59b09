package dev.holdfast.agent.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of mode 0700 whose files have mode 0600. A write is durable and atomic: after it returns, the new content
 * survives a power failure; before, the old one does; never a mixture.
 *
 * <p>Writers of the same file must hold the same {@link ProcessLock}.
 */
public final class PrivateFolder {
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE_MODE = PosixFilePermissions.fromString("rw-------");
    static final FileAttribute<Set<PosixFilePermission>> NEW_FILE = PosixFilePermissions.asFileAttribute(FILE_MODE);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,120}");
    private static final int MAX_FILE = 1 << 20;

    private final Path path;

    private PrivateFolder(Path path) {
        this.path = path;
    }

    /**
     * Opens a folder, and makes it if it is not there.
     *
     * @throws ForeignFolderException if it exists and is another user's, or a link of another user leads there
     * @throws OpenToOthersException if it exists and others may enter it
     */
    public static PrivateFolder open(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isDirectory(absolute)) {
            requireOwn(absolute);
            if (!Files.getPosixFilePermissions(absolute).equals(FOLDER_MODE)) {
                throw new OpenToOthersException(absolute);
            }
        } else {
            Files.createDirectories(absolute, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
        }
        return new PrivateFolder(absolute);
    }

    /** Else another user would decide what the agent reads as its own, or which folder of this user it writes to. */
    private static void requireOwn(Path folder) throws IOException {
        int user = Owner.ofThisProcess();
        if (Owner.of(folder.toRealPath()) != user) {
            throw ForeignFolderException.folder(folder);
        }
        for (Path part = folder; part != null; part = part.getParent()) {
            if (Files.isSymbolicLink(part) && Owner.of(part) != user && Owner.of(part) != Owner.ROOT) {
                throw ForeignFolderException.link(part);
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** A folder in this one, made if it is not there. */
    public PrivateFolder folder(String name) throws IOException {
        return open(path.resolve(checked(name)));
    }

    /** The content of a file, empty if there is none. */
    public Optional<byte[]> read(String name) throws IOException {
        Path file = path.resolve(checked(name));
        try {
            if (Files.size(file) > MAX_FILE) {
                throw new IOException("larger than any file the agent writes: " + file);
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Writes a file: a new file beside it, flushed to the disk, renamed over it, and the rename flushed as well. */
    public void write(String name, byte[] content) throws IOException {
        Path file = path.resolve(checked(name));
        Path fresh = path.resolve(name + ".new");
        // A leftover of a crash may have any content; a new one is made so that its mode is right from the start.
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), NEW_FILE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        flush(path);
    }

    /** Removes a file durably; none there is no error. */
    public void delete(String name) throws IOException {
        if (Files.deleteIfExists(path.resolve(checked(name)))) {
            flush(path);
        }
    }

    /** The names of the files that end with {@code suffix}, sorted. */
    public List<String> names(String suffix) throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .filter(name -> name.endsWith(suffix) && NAME.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The names of the folders in this one, sorted. */
    public List<String> folderNames() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** Removes this folder with all that is in it. */
    public void deleteAll() throws IOException {
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(entry);
            }
        }
        Path parent = path.getParent();
        if (parent != null) {
            flush(parent);
        }
    }

    /**
     * Takes the lock {@code name} of this folder, against other threads and other processes.
     *
     * @throws BusyException if it is not free within {@code wait}
     */
    public ProcessLock lock(String name, Duration wait) throws IOException {
        return ProcessLock.acquire(path.resolve(checked(name)), wait);
    }

    /** Entries in this folder and below whose mode lets others in; empty is as it should be. */
    public List<Path> openToOthers() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> entries = Files.walk(path)) {
            for (Path entry : entries.toList()) {
                Set<PosixFilePermission> mode = Files.getPosixFilePermissions(entry, LinkOption.NOFOLLOW_LINKS);
                if (!FOLDER_MODE.containsAll(mode) && !Files.isSymbolicLink(entry)) {
                    found.add(entry);
                }
            }
        }
        return found;
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a file name of the agent: " + name);
        }
        return name;
    }

    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
