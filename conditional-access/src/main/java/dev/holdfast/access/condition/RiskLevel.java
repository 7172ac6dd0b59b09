package dev.holdfast.access.condition;

/** In rising order. */
public enum RiskLevel {
    LOW,
    MEDIUM,
    HIGH
}
