package dev.holdfast.access.explanation;

import dev.holdfast.access.policy.Policy;
import java.util.Optional;

/**
 * What became of one policy.
 *
 * @param target whether the policy is about the request, and why
 * @param condition its value, also where the policy is not about the request; absent for a disabled one
 */
public record PolicyExplanation(Policy policy, Standing standing, Reason target, Optional<Finding> condition) {
    /** How a policy stands to a request. */
    public enum Standing {
        /** It matched, and counted. */
        APPLIED,
        /** It matched, and was only told. */
        REPORTED,
        /** It is about the request, and its condition does not hold. */
        NOT_MATCHED,
        NOT_TARGETED,
        DISABLED
    }
}
