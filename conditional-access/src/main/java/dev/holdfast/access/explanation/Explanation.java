package dev.holdfast.access.explanation;

import dev.holdfast.access.decision.Decision;
import java.util.List;

/**
 * A decision with all that led to it.
 *
 * @param byDefault whether no policy granted or denied, so that the realm's default was asked
 * @param policies all of the realm, in their order
 */
public record Explanation(Decision decision, boolean byDefault, List<PolicyExplanation> policies) {
    public Explanation {
        policies = List.copyOf(policies);
    }
}
