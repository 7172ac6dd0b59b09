package dev.holdfast.authenticators.access;

import dev.holdfast.access.policy.Factor;
import java.time.Instant;

/**
 * A factor that a sign-in or its session has brought.
 *
 * @param at when
 * @param userVerified whether the server saw that it verified its user (WebAuthn §5.8.6)
 */
public record BroughtFactor(Factor factor, Instant at, boolean userVerified) {}
