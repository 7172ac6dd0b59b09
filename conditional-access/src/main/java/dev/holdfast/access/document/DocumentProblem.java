package dev.holdfast.access.document;

/**
 * What is wrong at one place of a document or request.
 *
 * @param pointer to the place (RFC 6901); empty for the whole document; a parameter's name for one of an address
 * @param line from 1; 0 where nobody wrote lines
 * @param column from 1; 0 where nobody wrote lines
 * @param message what is wrong, and what is allowed there
 */
public record DocumentProblem(String pointer, int line, int column, String message) {
    /** Of something whose text is not at hand, or has none. */
    public static DocumentProblem at(String pointer, String message) {
        return new DocumentProblem(pointer, 0, 0, message);
    }

    @Override
    public String toString() {
        String place = line > 0 ? "line " + line + ", column " + column : "";
        String where = pointer.isEmpty() ? place : place.isEmpty() ? pointer : place + " (" + pointer + ")";
        return where.isEmpty() ? message : where + ": " + message;
    }
}
