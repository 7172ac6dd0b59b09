package dev.holdfast.insights.record;

import java.util.List;
import java.util.Optional;

/**
 * What conditional access decided.
 *
 * @param decision {@code allow}, {@code deny} or {@code require}; empty where it was not asked
 * @param factors that were brought
 * @param breakGlass whether only the break-glass group let the user in
 */
public record Access(
        Optional<String> decision,
        List<PolicyApplied> policies,
        List<String> reasons,
        List<String> factors,
        boolean breakGlass) {
    private static final Access NONE = new Access(Optional.empty(), List.of(), List.of(), List.of(), false);

    public Access {
        policies = List.copyOf(policies);
        reasons = List.copyOf(reasons);
        factors = List.copyOf(factors);
    }

    public static Access notAsked() {
        return NONE;
    }
}
