package dev.holdfast.agent.key;

/** The PIN is not the key's. The hardware counts. */
public final class WrongPinException extends KeyUnusableException {
    private static final long serialVersionUID = 1L;

    /** Says what the cause says. */
    public WrongPinException(Throwable cause) {
        super(cause);
    }
}
