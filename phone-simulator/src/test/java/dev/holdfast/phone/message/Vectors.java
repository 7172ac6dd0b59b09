package dev.holdfast.phone.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published test vectors. */
final class Vectors {
    private Vectors() {}

    static Stream<JsonNode> of(String file) {
        try {
            JsonNode vectors = new ObjectMapper()
                    .readTree(Files.readAllBytes(
                            Path.of("").toAbsolutePath().getParent().resolve("docs/vectors/" + file)));
            return StreamSupport.stream(vectors.path("cases").spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode one(String file, String name) {
        return of(file).filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
