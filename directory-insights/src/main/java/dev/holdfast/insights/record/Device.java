package dev.holdfast.insights.record;

import java.util.Objects;
import java.util.Optional;

/** The managed device that a sign-in came from, or that something happened to. */
public record Device(String id, Optional<String> name) {
    public Device {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
    }
}
