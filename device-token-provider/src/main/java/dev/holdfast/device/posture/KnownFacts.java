package dev.holdfast.device.posture;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a device at one instant. A fact that is not there was not reported, or too long ago.
 *
 * @param reportedAt when the youngest report came that counts
 */
public record KnownFacts(Map<Fact, Observation> facts, Optional<Instant> reportedAt) {
    public KnownFacts {
        facts = Map.copyOf(facts);
    }

    public Optional<Boolean> flag(Fact fact) {
        return facts.get(fact) instanceof Observation.Flag flag ? Optional.of(flag.value()) : Optional.empty();
    }

    public Optional<Long> count(Fact fact) {
        return facts.get(fact) instanceof Observation.Count count ? Optional.of(count.value()) : Optional.empty();
    }

    public Optional<String> text(Fact fact) {
        return facts.get(fact) instanceof Observation.Text text ? Optional.of(text.value()) : Optional.empty();
    }
}
