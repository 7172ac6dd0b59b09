package dev.holdfast.access.signal;

/** What policies look at, so that nobody collects what no policy asks for. */
public enum SignalKind {
    ADDRESS,
    PLACE,
    /** Whether a device proved itself, and how well. */
    DEVICE,
    /** What the device's reports say. */
    POSTURE,
    /** Which factors were brought. */
    METHODS,
    TIME,
    RISK,
    GROUPS,
    ROLES,
    ATTRIBUTES,
    MFA_CONFIGURED
}
