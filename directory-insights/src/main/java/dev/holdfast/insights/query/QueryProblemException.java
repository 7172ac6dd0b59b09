package dev.holdfast.insights.query;

/** A query cannot be understood; says where, as a JSON pointer (RFC 6901), and what to do instead. */
public final class QueryProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String pointer;

    QueryProblemException(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    public String pointer() {
        return pointer;
    }
}
