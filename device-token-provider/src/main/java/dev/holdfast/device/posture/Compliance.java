package dev.holdfast.device.posture;

import java.util.Locale;

/** Three values: what is not known is neither good nor bad, and nowhere counts as good. */
public enum Compliance {
    COMPLIANT,
    NOT_COMPLIANT,
    UNKNOWN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
