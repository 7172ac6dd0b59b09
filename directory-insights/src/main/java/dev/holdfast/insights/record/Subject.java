package dev.holdfast.insights.record;

import java.util.Objects;
import java.util.Optional;

/**
 * What it was done to: an application, a device, a user, a policy.
 *
 * @param type a word, as in {@code application}
 */
public record Subject(String type, Optional<String> id, Optional<String> name) {
    public Subject {
        Objects.requireNonNull(type);
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }
}
