package dev.holdfast.agent.json;

import java.io.IOException;

/** A text is not JSON, is over a limit, or lacks a member of the type that its reader needs. */
public final class MalformedJsonException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, without the value that is wrong: it may be a secret */
    public MalformedJsonException(String message) {
        super(message);
    }
}
