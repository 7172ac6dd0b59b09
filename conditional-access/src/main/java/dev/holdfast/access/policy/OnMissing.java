package dev.holdfast.access.policy;

/** What becomes of a policy whose condition is unknown. */
public enum OnMissing {
    /** The strict way: a denial and obligations hold, a permission does not. */
    DEFAULT,
    /** The one visible relaxation: the policy does not match. */
    SKIP
}
