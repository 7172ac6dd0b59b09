package dev.holdfast.access.evaluation;

import dev.holdfast.access.condition.Condition;
import dev.holdfast.access.truth.Truth;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Rules that leave out the same people and have the same condition: both are looked at once for all of them, and all that a
 * decision needs for it stands side by side.
 */
final class Bundle {
    private final Condition condition;
    private final Node.Test test;
    private final Audience.Exclusion exclusion;
    private final Match[] whenTrue;
    private final Match[] whenUnknown;

    /** @param rules at least one */
    Bundle(List<Rule> rules) {
        Rule any = rules.get(0);
        condition = any.condition().source();
        test = any.condition().test();
        exclusion = any.exclusion();
        whenTrue = matches(rules, Truth.TRUE);
        whenUnknown = matches(rules, Truth.UNKNOWN);
    }

    Condition condition() {
        return condition;
    }

    /** Adds those of its rules that match. */
    void match(Request request, List<Match> matches) {
        Truth value = test.of(request);
        if (value != Truth.FALSE && !request.isLeftOut(exclusion)) {
            Collections.addAll(matches, value == Truth.TRUE ? whenTrue : whenUnknown);
        }
    }

    private static Match[] matches(List<Rule> rules, Truth value) {
        return rules.stream()
                .map(rule -> rule.match(value))
                .filter(Objects::nonNull)
                .toArray(Match[]::new);
    }
}
