package dev.holdfast.access.evaluation;

import dev.holdfast.access.truth.Truth;
import java.util.List;

/** Rules that leave out the same people and have the same condition: both are looked at once for all of them. */
record Bundle(Audience.Exclusion exclusion, Node condition, Rule[] rules) {
    void match(Truth value, Request request, List<Rule.Match> matches) {
        if (exclusion.holds(request.signals().person())) {
            return;
        }
        for (Rule rule : rules) {
            Rule.Match match = rule.match(value);
            if (match != null) {
                matches.add(match);
            }
        }
    }
}
