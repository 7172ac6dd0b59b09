package dev.holdfast.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A program that speaks Assuan like a pinentry, and types what a test wants; where that is nothing, it cancels. */
record PinDialogProgram(Path folder) {
    static PinDialogProgram in(Path folder) {
        try {
            Files.createDirectories(folder);
            PinDialogProgram program = new PinDialogProgram(folder.toAbsolutePath());
            Files.createFile(
                    program.path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(program.path(), """
                    #!/bin/bash
                    cd '%s' || exit 1
                    echo 'OK Pleased to meet you'
                    while read -r command rest; do
                      case "$command" in
                        GETPIN)
                          pin=$(head -n 1 typed 2>/dev/null)
                          sed -i 1d typed 2>/dev/null
                          if [[ -z $pin ]]; then
                            echo 'ERR 83886179 Operation cancelled <Pinentry>'
                          else
                            echo 'S PASSWORD_FROM_CACHE'
                            printf 'D %%s\n' "$pin"
                            echo OK
                          fi ;;
                        *) printf '%%s %%s\n' "$command" "$rest" >>asked; echo OK ;;
                      esac
                    done
                    """.formatted(program.folder()));
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return folder.resolve("pinentry");
    }

    /** What the person will type, one line for each question. */
    void type(String... lines) {
        try {
            Files.write(folder.resolve("typed"), List.of(lines));
            Files.deleteIfExists(folder.resolve("asked"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the person was shown since then. */
    List<String> asked() {
        try {
            return Files.readAllLines(folder.resolve("asked"));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
