package dev.holdfast.device.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is known of the place where a device's keys live, the weakest first. */
public enum Assurance {
    /** Keys in files, or nothing known of them. */
    SOFTWARE,
    /** The agent says that its keys live in hardware. */
    HARDWARE,
    /** The realm verified the TPM that holds them. */
    ATTESTED;

    /** The setting by which a realm demands one of its devices. */
    public static final String MINIMUM_KEY = "minimumAssurance";

    /** The word in settings, tokens and answers. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> valuesInOrder() {
        return Arrays.stream(values()).map(Assurance::value).toList();
    }

    /** @throws IllegalArgumentException with a sentence for the administrator if there is no such level */
    public static Assurance read(String configured) {
        return Arrays.stream(values())
                .filter(assurance -> assurance.value().equals(configured.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Minimum assurance must be one of " + valuesInOrder()));
    }

    public boolean reaches(Assurance minimum) {
        return compareTo(minimum) >= 0;
    }
}
