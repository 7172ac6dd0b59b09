package dev.holdfast.access.evaluation;

import dev.holdfast.access.truth.Truth;
import java.util.List;
import java.util.Objects;

/** Rules that leave out the same people and have the same condition: both are looked at once for all of them. */
record Bundle(Audience.Exclusion exclusion, Node condition, List<Rule> rules) {
    /** Those of its rules that match where the condition has a value. */
    Match[] matches(Truth value) {
        return rules.stream()
                .map(rule -> rule.match(value))
                .filter(Objects::nonNull)
                .toArray(Match[]::new);
    }
}
