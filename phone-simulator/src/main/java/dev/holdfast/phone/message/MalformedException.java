package dev.holdfast.phone.message;

/** What somebody sent is not what the protocol says. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        super(message);
    }
}
