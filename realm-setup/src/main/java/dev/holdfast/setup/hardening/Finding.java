package dev.holdfast.setup.hardening;

import java.util.List;

/**
 * What one control found.
 *
 * @param standards the controls of CIS, NIST SP 800-53 and SOC 2 that it serves
 * @param measured what the realm has
 * @param wanted what the profile demands
 * @param applied whether {@link Hardening#plan} mends it
 * @param mend what to do by hand
 */
public record Finding(
        String id,
        String title,
        List<String> standards,
        Shown measured,
        Shown wanted,
        Outcome outcome,
        boolean applied,
        String mend) {
    public enum Outcome {
        PASS,
        FAIL,
        /** The realm has not what the control is about. */
        NOT_APPLICABLE
    }

    public Finding {
        standards = List.copyOf(standards);
    }
}
