package dev.holdfast.push.testrealm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published test vectors of push and the protocol page beside them. */
public final class PushVectors {
    private static final Path FOLDER = Path.of(System.getProperty("holdfast.vectors", "../docs/vectors"));

    private PushVectors() {}

    /** The cases of one file. */
    public static Stream<JsonNode> cases(String file) {
        try {
            JsonNode cases =
                    new ObjectMapper().readTree(FOLDER.resolve(file).toFile()).path("cases");
            if (!cases.isArray() || cases.isEmpty()) {
                throw new IllegalStateException(file + " has no cases");
            }
            return StreamSupport.stream(cases.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of the push protocol page. */
    public static String protocolPage() {
        try {
            return Files.readString(FOLDER.resolveSibling("push-protocol.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
