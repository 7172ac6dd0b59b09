package dev.holdfast.agent.key;

import java.security.GeneralSecurityException;

/** A key that is there and cannot be used now. The message says what to do, and the cause what happened. */
public sealed class KeyUnusableException extends GeneralSecurityException
        permits KeyLockedOutException, WrongPinException {
    private static final long serialVersionUID = 1L;

    /** Says what to do, where nothing happened. */
    public KeyUnusableException(String message) {
        super(message);
    }

    /** Says what the cause says. */
    public KeyUnusableException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
