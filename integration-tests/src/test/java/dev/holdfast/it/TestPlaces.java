package dev.holdfast.it;

import dev.holdfast.harness.GeoDatabaseFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the addresses of documentation (RFC 5737, RFC 3849) are, to the shared server. */
final class TestPlaces {
    /** Vienna, AT. */
    static final String VIENNA = "203.0.113.7";

    /** Berlin, DE. */
    static final String BERLIN = "198.51.100.7";

    /** New York, US. */
    static final String NEW_YORK = "192.0.2.7";

    /** Somewhere in CH. */
    static final String SWITZERLAND = "2001:db8::7";

    /** A public address of which no database knows. */
    static final String NOWHERE = "192.0.2.200";

    private TestPlaces() {}

    static Path file(Path folder) {
        return folder.resolve("places.mmdb").toAbsolutePath();
    }

    static Path writeInto(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return database("Test-City").writeTo(file(folder));
    }

    /** @param type which the server shows */
    static GeoDatabaseFile database(String type) {
        return GeoDatabaseFile.ofType(type)
                .network("203.0.113.0/24", GeoDatabaseFile.city("AT", "EU", "9", "Vienna", 48.2, 16.4))
                .network("198.51.100.0/24", GeoDatabaseFile.city("DE", "EU", "BE", "Berlin", 52.5, 13.4))
                .network("192.0.2.0/25", GeoDatabaseFile.city("US", "NA", "NY", "New York", 40.7, -74.0))
                .network(
                        "2001:db8::/32",
                        Map.of("country", Map.of("iso_code", "CH"), "continent", Map.of("code", "EU")));
    }
}
