package dev.holdfast.access.policy;

/** User verification that a factor must have brought (WebAuthn §5.8.6): a PIN, a fingerprint, a face. In rising order. */
public enum UserVerification {
    NONE,
    OPTIONAL,
    REQUIRED
}
