package dev.holdfast.push.limit;

/** What became of a request. */
public enum Outcome {
    /** No answer yet; after its time, none. */
    WAITING,
    APPROVED,
    DENIED,
    REPORTED,
    /** The one try at the number was wrong: no denial, since a person was there who wanted in. */
    WRONG_NUMBER;

    /** Whether the user said no. */
    public boolean isDenial() {
        return this == DENIED || this == REPORTED;
    }
}
