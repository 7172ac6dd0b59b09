package dev.holdfast.phone.account;

import dev.holdfast.phone.message.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of mode 0700 with one file of mode 0600 for each account. */
public final class PhoneHome {
    private static final Set<PosixFilePermission> FOLDER_MODE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String SUFFIX = ".json";

    private final Path folder;

    private PhoneHome(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder, and makes it if it is not there.
     *
     * @throws IOException if others may enter it: keys are in it
     */
    public static PhoneHome open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
        } else if (!Files.getPosixFilePermissions(folder).equals(FOLDER_MODE)) {
            throw new IOException(
                    "Others may enter " + folder + ", where keys are kept. Close it: chmod 700 " + folder);
        }
        return new PhoneHome(folder);
    }

    /** All accounts, in the order of their names. */
    public List<Account> accounts() throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
        List<Account> accounts = new ArrayList<>();
        for (Path file : files) {
            try {
                accounts.add(Account.read(Files.readAllBytes(file)));
            } catch (MalformedException e) {
                throw new IOException(file + " is no account of this phone (" + e.getMessage() + "). Move it away.", e);
            }
        }
        accounts.sort((one, other) -> one.name().compareTo(other.name()));
        return List.copyOf(accounts);
    }

    /** Writes an account beside its former file, and renames it over that one. */
    public void keep(Account account) throws IOException {
        Path fresh = folder.resolve(account.phone() + ".new");
        Files.deleteIfExists(fresh);
        try (SeekableByteChannel channel = Files.newByteChannel(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_MODE)) {
            ByteBuffer rest = ByteBuffer.wrap(account.toBytes());
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
        Files.move(fresh, file(account), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Drops an account with its key. */
    public void drop(Account account) throws IOException {
        Files.deleteIfExists(file(account));
    }

    private Path file(Account account) {
        return folder.resolve(account.phone() + SUFFIX);
    }
}
