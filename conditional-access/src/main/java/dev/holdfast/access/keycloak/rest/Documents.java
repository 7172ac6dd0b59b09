package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.document.DocumentProblem;
import java.util.List;

/** What the resources of documents share. */
final class Documents {
    private Documents() {}

    static RefusedRequestException refused(List<DocumentProblem> problems) {
        return RefusedRequestException.invalid(problems.stream()
                .map(problem -> new Problem(problem.pointer(), problem.line(), problem.column(), problem.message()))
                .toList());
    }

    /**
     * A document with some members replaced as a whole; null takes one away. Not merged any deeper: conditions of two
     * documents mixed would be a third that nobody wrote.
     */
    static ObjectNode with(ObjectNode document, ObjectNode changes) {
        ObjectNode merged = document.deepCopy();
        changes.properties().forEach(member -> {
            if (member.getValue().isNull()) {
                merged.remove(member.getKey());
            } else {
                merged.set(member.getKey(), member.getValue());
            }
        });
        return merged;
    }
}
