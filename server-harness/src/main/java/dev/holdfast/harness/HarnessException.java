package dev.holdfast.harness;

/** Something of the harness's world did not start, answer or end as it must; the message says what and where to look. */
public final class HarnessException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what went wrong, for a person */
    public HarnessException(String message) {
        super(message);
    }

    /**
     * @param message what went wrong, for a person
     * @param cause the fault below
     */
    public HarnessException(String message, Throwable cause) {
        super(message, cause);
    }
}
