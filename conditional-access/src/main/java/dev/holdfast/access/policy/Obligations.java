package dev.holdfast.access.policy;

import java.util.Optional;
import java.util.Set;

/**
 * What an allowing policy demands.
 *
 * @param mfa whether a further factor than the first is needed
 * @param factors which ones count, where the policy names any; empty set is never valid
 * @param userVerification what the factor must prove of the user's presence
 * @param session the session's limits
 */
public record Obligations(
        boolean mfa, Optional<Set<Factor>> factors, UserVerification userVerification, SessionLimits session) {
    public static final Obligations NONE =
            new Obligations(false, Optional.empty(), UserVerification.NONE, SessionLimits.NONE);

    public Obligations {
        factors = factors.map(Set::copyOf);
        if (factors.filter(Set::isEmpty).isPresent()) {
            throw new IllegalArgumentException("A list of factors names at least one");
        }
    }
}
