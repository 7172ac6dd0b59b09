package dev.holdfast.insights.event;

import java.util.Objects;
import java.util.Optional;

/**
 * Somebody whom the realm knows, or knew.
 *
 * @param username empty where only the id can be told
 * @param administrator whether some role lets them administer a realm
 */
public record Person(String id, String username, Optional<String> email, boolean administrator) {
    public Person {
        Objects.requireNonNull(id);
        Objects.requireNonNull(username);
        Objects.requireNonNull(email);
    }

    /** Somebody of whom no more can be told: they are gone, or could not be looked up. */
    public static Person ofId(String id) {
        return new Person(id, "", Optional.empty(), false);
    }
}
