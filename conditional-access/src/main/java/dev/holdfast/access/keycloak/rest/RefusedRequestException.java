package dev.holdfast.access.keycloak.rest;

import dev.holdfast.access.document.DocumentProblem;
import java.util.List;

/** A request that cannot be done, for {@link AccessCall#answered}: what was written of it is taken back. */
final class RefusedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<DocumentProblem> problems;

    private RefusedRequestException(int status, String code, String message, List<DocumentProblem> problems) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.problems = List.copyOf(problems);
    }

    static RefusedRequestException invalid(List<DocumentProblem> problems) {
        return new RefusedRequestException(
                400,
                "invalid_request",
                problems.isEmpty()
                        ? "The request cannot be read"
                        : problems.get(0).message(),
                problems);
    }

    static RefusedRequestException invalid(String pointer, String message) {
        return invalid(List.of(DocumentProblem.at(pointer, message)));
    }

    static RefusedRequestException notFound() {
        return new RefusedRequestException(404, "not_found", "There is none of this id", List.of());
    }

    /** @param code a word for programs; @param message why, and what to do next */
    static RefusedRequestException conflict(String code, String message) {
        return new RefusedRequestException(409, code, message, List.of());
    }

    static RefusedRequestException changedMeanwhile() {
        return new RefusedRequestException(
                412, "precondition_failed", "It has changed since you read it: read it again", List.of());
    }

    static RefusedRequestException tooLarge(int most) {
        return new RefusedRequestException(413, "too_large", "A body has at most " + most + " bytes", List.of());
    }

    static RefusedRequestException notThere(String message) {
        return new RefusedRequestException(501, "not_available", message, List.of());
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    List<DocumentProblem> problems() {
        return problems;
    }
}
