package dev.holdfast.access.signal;

import dev.holdfast.access.condition.RiskLevel;
import java.util.List;

/**
 * How unusual a sign-in is, and by which facts.
 *
 * @param facts in words that name the fact, as {@code impossible_travel}, {@code new_device}, {@code new_country},
 *     {@code recent_failures}, {@code push_denied}, with what was seen
 */
public record Risk(RiskLevel level, List<Fact> facts) {
    public record Fact(String name, String detail) {}

    public Risk {
        facts = List.copyOf(facts);
    }
}
