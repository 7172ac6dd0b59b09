package dev.holdfast.push.request;

import java.util.Locale;

/** What an approval leads to. */
public enum Purpose {
    LOGIN,
    STEP_UP,
    RESET_PASSWORD,
    DIRECT_GRANT,
    CIBA;

    /** As it stands in a request. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
