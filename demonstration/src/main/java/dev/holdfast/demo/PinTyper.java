package dev.holdfast.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Stands where a desktop has its pinentry, and types what Ada would type.
 *
 * @param program speaks the Assuan protocol as a pinentry does
 */
record PinTyper(Path program) {

    /** Writes the program. */
    static PinTyper typing(String pin, Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, """
                #!/bin/sh
                echo 'OK Pleased to meet you'
                while read -r command rest; do
                  if [ "$command" = GETPIN ]; then
                    echo 'D %s'
                  fi
                  echo OK
                done
                """.formatted(pin));
        return new PinTyper(file.toAbsolutePath());
    }
}
