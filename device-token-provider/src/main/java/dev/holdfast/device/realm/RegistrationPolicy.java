package dev.holdfast.device.realm;

import dev.holdfast.device.registry.Assignment;
import dev.holdfast.device.registry.Users;
import java.util.Arrays;
import java.util.List;

/** Who may register on a device. */
public enum RegistrationPolicy {
    /** Whom the device is assigned to: its owner, users and groups; on a device of nobody's nobody. */
    OWNER("owner"),
    /** Whom the device is assigned to; on a device of nobody's every user of the realm. */
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

    /** Whether the user may register on a device that is assigned like this. */
    public boolean allows(String userId, Assignment assignment, Users directory) {
        return switch (this) {
            case OWNER -> assignment.includes(userId, directory);
            case OWNER_IF_SET -> assignment.isEmpty() || assignment.includes(userId, directory);
            case ANYBODY -> true;
        };
    }
}
