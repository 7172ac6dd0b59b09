package dev.holdfast.access.order;

/**
 * Where in the realm's order a policy is to stand: next to another one.
 *
 * @param neighbour the other one's id
 */
public record Position(Side side, String neighbour) {
    /** On which side of its neighbour. */
    public enum Side {
        BEFORE,
        AFTER
    }
}
