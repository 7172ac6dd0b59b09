package dev.holdfast.access.address;

/**
 * An entry of a list that cannot be read.
 *
 * @param line where it stands, from 1
 * @param entry as it stands there, shortened
 * @param message why, and what belongs there
 */
public record AddressProblem(int line, String entry, String message) {
    @Override
    public String toString() {
        return "line " + line + ": \"" + entry + "\": " + message;
    }
}
