package dev.holdfast.access.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.policy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A policy as JSON (docs/conditional-access.md). What is not known there is refused, never ignored: a condition that nobody
 * tests would let in whom it should keep out.
 */
public sealed interface PolicyDocument {
    /** As many characters as a document may have. */
    int LONGEST = 500_000;

    /** @param policy its id is the document's, or empty where that has none */
    record Read(Policy policy) implements PolicyDocument {}

    /** @param problems at least one, in no particular order */
    record Refused(List<DocumentProblem> problems) implements PolicyDocument {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    static PolicyDocument read(String text) {
        Problems problems = new Problems();
        Optional<Policy> policy = Source.read(text, LONGEST, problems).map(new PolicyReader(problems)::read);
        return problems.isEmpty() ? new Read(policy.orElseThrow()) : new Refused(problems.list());
    }

    /** Reads a document whose text is not at hand: lines and columns are those of its indented form. */
    static PolicyDocument read(JsonNode document) {
        return read(document.toPrettyString());
    }

    /** The JSON Schema (draft 2020-12) of documents. The reader is stricter only where no schema can be: time zones, types. */
    static String schema() {
        try (InputStream schema = PolicyDocument.class.getResourceAsStream("policy.schema.json")) {
            return new String(
                    Objects.requireNonNull(schema, "the schema is part of this jar")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document that {@link #read(String) is read} as an equal policy; equal policies have equal documents. */
    static ObjectNode write(Policy policy) {
        return PolicyWriter.write(policy);
    }
}
