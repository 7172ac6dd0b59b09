package dev.holdfast.access.policy;

/** Whether a policy decides, or only says what it would have decided. */
public enum Mode {
    ENFORCE,
    REPORT
}
