package dev.holdfast.agent.key;

/** Too many wrong PINs: the hardware refuses every one for some time, the right one as well. */
public final class KeyLockedOutException extends KeyUnusableException {
    private static final long serialVersionUID = 1L;

    /** Says what the cause says. */
    public KeyLockedOutException(Throwable cause) {
        super(cause);
    }
}
