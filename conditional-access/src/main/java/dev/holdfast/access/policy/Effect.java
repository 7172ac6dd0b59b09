package dev.holdfast.access.policy;

import java.util.Optional;

/** What a policy does where it matches. */
public sealed interface Effect {
    /** What a person reads instead of the general words: who is denied, or cannot bring what is required. */
    Optional<DenialMessage> message();

    /** Lets in, once the obligations are met. */
    record Allow(Obligations obligations, Optional<DenialMessage> message) implements Effect {
        public Allow(Obligations obligations) {
            this(obligations, Optional.empty());
        }
    }

    record Deny(Optional<DenialMessage> message) implements Effect {}
}
