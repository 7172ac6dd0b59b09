package dev.holdfast.authenticators.access;

import dev.holdfast.access.policy.DenialMessage;
import dev.holdfast.access.policy.Factor;
import dev.holdfast.access.policy.SessionLimits;
import java.util.Optional;
import java.util.Set;

/** What a decision means for a sign-in. */
public sealed interface NextStep {
    /** Nothing is missing. */
    record LetIn(SessionLimits limits) implements NextStep {}

    /** @param reason a word for events */
    record Refuse(Optional<DenialMessage> message, String reason) implements NextStep {}

    /**
     * One of these factors is missing.
     *
     * @param userVerified whether it must verify its user
     * @param message for whoever has none of them
     */
    record Ask(Set<Factor> factors, boolean userVerified, Optional<DenialMessage> message) implements NextStep {
        public Ask {
            factors = Set.copyOf(factors);
        }
    }

    /** The authentication is older than a policy allows. */
    record Reauthenticate(long maxAgeSeconds) implements NextStep {}
}
