package dev.holdfast.device.testrealm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published test vectors and the protocol page beside them. */
public final class Vectors {
    private static final Path FOLDER = Path.of(System.getProperty("holdfast.vectors", "../docs/vectors"));

    private Vectors() {}

    /** One file. */
    public static JsonNode document(String file) {
        try {
            return new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases of one file. */
    public static Stream<JsonNode> cases(String file) {
        JsonNode cases = document(file).path("cases");
        if (!cases.isArray() || cases.isEmpty()) {
            throw new IllegalStateException(file + " has no cases");
        }
        return StreamSupport.stream(cases.spliterator(), false);
    }

    /** The text of the protocol page. */
    public static String protocolPage() {
        try {
            return Files.readString(FOLDER.resolveSibling("protocol.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
