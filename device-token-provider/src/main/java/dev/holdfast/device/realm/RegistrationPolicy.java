package dev.holdfast.device.realm;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who may register on a device. */
public enum RegistrationPolicy {
    /** The device's owner; on a device without an owner nobody. */
    OWNER("owner"),
    /** The device's owner; on a device without an owner every user of the realm. */
    OWNER_IF_SET("owner-if-set"),
    /** Every user of the realm, on every device. */
    ANYBODY("anybody");

    public static final String KEY = "registrationPolicy";

    private final String value;

    RegistrationPolicy(String value) {
        this.value = value;
    }

    public String value() {
        return value;
    }

    public static List<String> valuesInOrder() {
        return Arrays.stream(values()).map(RegistrationPolicy::value).toList();
    }

    static RegistrationPolicy read(String configured) {
        return Arrays.stream(values())
                .filter(policy -> policy.value.equals(configured.trim()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Registration policy must be one of " + valuesInOrder()));
    }

    /** Whether the user may register on a device of that owner. */
    public boolean allows(String userId, Optional<String> owner) {
        return switch (this) {
            case OWNER -> owner.filter(userId::equals).isPresent();
            case OWNER_IF_SET -> owner.map(userId::equals).orElse(true);
            case ANYBODY -> true;
        };
    }
}
