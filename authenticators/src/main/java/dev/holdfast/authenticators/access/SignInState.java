package dev.holdfast.authenticators.access;

import dev.holdfast.access.policy.Factor;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What there is of a sign-in when it is decided.
 *
 * @param authenticatedAt when its user was last authenticated
 * @param mayAskAgain whether its user can be asked to authenticate anew: in a browser, and once
 * @param secondFactors that count in this realm where a policy names none
 */
public record SignInState(
        List<BroughtFactor> brought, Instant authenticatedAt, boolean mayAskAgain, Set<Factor> secondFactors) {
    public SignInState {
        brought = List.copyOf(brought);
        secondFactors = Set.copyOf(secondFactors);
    }
}
