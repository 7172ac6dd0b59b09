package dev.holdfast.push.realm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Whether a phone must ask its user (a fingerprint, a face, a PIN) before it approves, in a way that the realm can check. */
public enum UserVerification {
    NONE,
    OPTIONAL,
    REQUIRED;

    public static final String KEY = "userVerification";

    /** As it stands on the wire and in the realm's settings. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> valuesInOrder() {
        return Arrays.stream(values()).map(UserVerification::value).toList();
    }

    /** @throws IllegalArgumentException with a sentence for the administrator if there is no such value */
    public static UserVerification read(String configured) {
        return Arrays.stream(values())
                .filter(one -> one.value().equals(configured.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("User verification must be one of " + valuesInOrder()));
    }
}
