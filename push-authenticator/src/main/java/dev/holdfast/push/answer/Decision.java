package dev.holdfast.push.answer;

import dev.holdfast.device.refusal.Refusal;
import java.util.Arrays;
import java.util.Locale;

/** What the user chose. */
public enum Decision {
    APPROVE,
    DENY,
    /** "This wasn't me." */
    REPORT;

    /** As it stands in an answer. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST} */
    static Decision read(String text) {
        return Arrays.stream(values())
                .filter(one -> one.value().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because("decision unknown"));
    }
}
