package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.DocumentProblem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a body; each mistake is kept, to be told with the others. */
final class Members {
    private final ObjectNode body;
    private final String pointer;
    private final List<DocumentProblem> problems;

    Members(ObjectNode body) {
        this(body, "", new ArrayList<>());
    }

    private Members(ObjectNode body, String pointer, List<DocumentProblem> problems) {
        this.body = body;
        this.pointer = pointer;
        this.problems = problems;
    }

    /** What is not known is refused: a misspelt member that is ignored would mean something else than was meant. */
    Members only(Set<String> known) {
        for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problem(
                        name,
                        "\"" + name + "\" is not known here; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    /** Whether this member is there and no other. */
    boolean isOnly(String name) {
        return has(name) && body.size() == 1;
    }

    Optional<String> text(String name, int longest) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().length() > longest) {
            problem(name, "A text of at most " + longest + " characters belongs here");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    String required(String name, int longest) {
        Optional<String> text = text(name, longest).filter(value -> !value.isBlank());
        if (text.isEmpty() && problems.isEmpty()) {
            problem(name, "\"" + name + "\" is missing");
        }
        return text.orElse("");
    }

    Optional<Boolean> flag(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            problem(name, "true or false belongs here");
            return Optional.empty();
        }
        return Optional.of(value.booleanValue());
    }

    Optional<Integer> number(String name, int least, int most) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            problem(name, "A whole number from " + least + " to " + most + " belongs here");
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    Optional<List<String>> texts(String name, int most, int longest) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isArray() || value.size() > most) {
            problem(name, "A list of at most " + most + " texts belongs here");
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            JsonNode one = value.get(i);
            if (one.isTextual() && one.textValue().length() <= longest) {
                texts.add(one.textValue());
            } else {
                problem(name + '/' + i, "A text of at most " + longest + " characters belongs here");
            }
        }
        return Optional.of(texts);
    }

    Optional<Members> object(String name) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode object) {
            return Optional.of(new Members(object, pointer + '/' + name, problems));
        }
        problem(name, "An object belongs here");
        return Optional.empty();
    }

    JsonNode value(String name) {
        return body.path(name);
    }

    Iterable<Map.Entry<String, JsonNode>> all() {
        return body.properties();
    }

    void problem(String name, String message) {
        problems.add(DocumentProblem.at(pointer + '/' + name, message));
    }

    /** Ends the call here if there was a mistake. */
    void check() {
        if (!problems.isEmpty()) {
            throw RefusedRequestException.invalid(problems);
        }
    }
}
