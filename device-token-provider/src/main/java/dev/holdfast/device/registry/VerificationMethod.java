package dev.holdfast.device.registry;

import dev.holdfast.device.refusal.Refusal;
import java.util.Arrays;
import java.util.Locale;

/** How a device asks for its user (RFC 8176 §2). */
public enum VerificationMethod {
    PIN,
    /** A fingerprint. */
    FPT,
    FACE;

    /** The word in messages, and in {@code amr}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws dev.holdfast.device.refusal.RefusedException {@link Refusal#INVALID_REQUEST} */
    public static VerificationMethod read(String value) {
        return Arrays.stream(values())
                .filter(method -> method.value().equals(value))
                .findFirst()
                .orElseThrow(() -> Refusal.INVALID_REQUEST.because("method is none of RFC 8176's"));
    }
}
