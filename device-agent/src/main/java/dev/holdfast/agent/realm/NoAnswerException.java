package dev.holdfast.agent.realm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The server gave no answer that can be used: it may have acted or not. */
public final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
