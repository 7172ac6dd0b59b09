package dev.holdfast.access.document;

/**
 * What is wrong at one place of a document.
 *
 * @param pointer to the place (RFC 6901); empty for the whole document
 * @param line from 1
 * @param column from 1
 * @param message what is wrong, and what is allowed there
 */
public record DocumentProblem(String pointer, int line, int column, String message) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column + (pointer.isEmpty() ? "" : " (" + pointer + ")") + ": " + message;
    }
}
