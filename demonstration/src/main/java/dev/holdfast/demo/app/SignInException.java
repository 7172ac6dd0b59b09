package dev.holdfast.demo.app;

import org.jspecify.annotations.Nullable;

/** A sign-in that came to nothing. */
public final class SignInException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why, as far as the person who tried can do something about it. */
    enum Reason {
        UNREACHABLE("failed.unreachable"),
        OTHER_SIGN_IN("failed.other-sign-in"),
        REFUSED("failed.refused"),
        INVALID("failed.invalid");

        private final String wording;

        Reason(String wording) {
            this.wording = wording;
        }

        /** The key of the sentence about it. */
        String wording() {
            return wording;
        }
    }

    private final Reason reason;

    SignInException(Reason reason, String detail) {
        this(reason, detail, null);
    }

    SignInException(Reason reason, String detail, @Nullable Throwable cause) {
        super(reason + ": " + detail, cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
