package dev.holdfast.access.decision;

import dev.holdfast.access.policy.Policy;
import dev.holdfast.access.truth.Truth;

/**
 * A policy that matched, and by which value of its condition: TRUE, or UNKNOWN where no data is no permission. Its reasons in
 * words come from the explanation.
 */
public record Applied(Policy policy, Truth value) {}
