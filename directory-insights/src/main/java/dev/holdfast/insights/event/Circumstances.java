package dev.holdfast.insights.event;

import dev.holdfast.place.Place;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What is the same of every event: its id, when and where. */
public record Circumstances(
        UUID id, String realmId, Instant at, Optional<String> ip, Place place, Optional<String> userAgent) {
    public Circumstances {
        Objects.requireNonNull(id);
        Objects.requireNonNull(realmId);
        Objects.requireNonNull(at);
        Objects.requireNonNull(ip);
        Objects.requireNonNull(place);
        Objects.requireNonNull(userAgent);
    }
}
