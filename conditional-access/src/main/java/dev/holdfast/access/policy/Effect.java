package dev.holdfast.access.policy;

import java.util.Optional;

/** What a policy does where it matches. */
public sealed interface Effect {
    record Allow(Obligations obligations) implements Effect {}

    record Deny(Optional<DenialMessage> message) implements Effect {}
}
