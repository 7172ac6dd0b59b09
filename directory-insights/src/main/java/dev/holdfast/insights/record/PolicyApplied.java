package dev.holdfast.insights.record;

/**
 * A policy that had a say in a decision.
 *
 * @param mode {@code enforce}, or {@code report} where it only said what it would have done
 */
public record PolicyApplied(String id, String name, String action, String mode) {}
