package dev.holdfast.insights.event;

import java.util.Objects;
import java.util.Optional;

/**
 * Somebody whom the realm knows.
 *
 * @param administrator whether some role lets them administer a realm
 */
public record Person(String id, String username, Optional<String> email, boolean administrator) {
    public Person {
        Objects.requireNonNull(id);
        Objects.requireNonNull(username);
        Objects.requireNonNull(email);
    }
}
