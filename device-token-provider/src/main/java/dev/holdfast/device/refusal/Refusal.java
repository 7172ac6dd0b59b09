package dev.holdfast.device.refusal;

import java.util.Locale;

/**
 * Every reason for which the server says no, with the code and HTTP status that docs/protocol.md §10 fixes.
 *
 * <p>The sentence on the wire belongs to the code alone, never to the check that failed, so that an answer does not help
 * to choose between guesses.
 */
public enum Refusal {
    INVALID_REQUEST(400, "The request is malformed."),
    REQUEST_TOO_LARGE("invalid_request", 413, "The request is malformed."),
    INVALID_NONCE(401, "The nonce cannot be used. Sign again with a fresh one."),
    INVALID_SIGNATURE(401, "The message is not signed by an acceptable key."),
    UNTRUSTED_CERTIFICATE(401, "The certificate is not trusted by this realm."),
    CERTIFICATE_EXPIRED(401, "The certificate is outside its validity."),
    DEVICE_REVOKED(403, "The device is not in good standing."),
    DEVICE_PENDING(403, "The device waits for an administrator's approval."),
    DEVICE_NOT_ALLOWED(403, "The user may not use this device."),
    DEVICE_NOT_COMPLIANT(403, "The device does not meet what the realm demands of its condition."),
    POSTURE_OUTDATED(409, "A later report of the device's condition is known."),
    INVALID_ID_TOKEN(401, "The sign-in cannot be used for this registration."),
    ATTESTATION_FAILED(403, "The device could not show where its keys live."),
    KEY_IN_USE(409, "The key is in use already."),
    REGISTRATION_REVOKED(403, "The registration has ended."),
    REGISTRATION_QUARANTINED(403, "The registration is quarantined."),
    DURT_EXPIRED(401, "The refresh token has expired."),
    DURT_REUSED(403, "The refresh token was used before. The registration is quarantined."),
    DURT_UNKNOWN(401, "The refresh token is not known."),
    USER_VERIFICATION_REQUIRED(401, "The registration is locked. Sign in once to unlock it."),
    USER_DISABLED(403, "The account cannot be used."),
    ORIGIN_MISMATCH(403, "The page is not a sign-in page of this realm."),
    INVALID_CHALLENGE(401, "The challenge cannot be used. Ask for a fresh one."),
    ENROLMENT_REFUSED(403, "The enrolment was refused."),
    TOO_MANY_REQUESTS(429, "Too many requests. Try again later."),
    FEATURE_DISABLED(403, "Device login is not enabled in this realm."),
    TEMPORARILY_UNAVAILABLE(503, "The request cannot be served now. Repeat it.");

    private final String code;
    private final int httpStatus;
    private final String description;

    Refusal(int httpStatus, String description) {
        this.code = name().toLowerCase(Locale.ROOT);
        this.httpStatus = httpStatus;
        this.description = description;
    }

    Refusal(String code, int httpStatus, String description) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.description = description;
    }

    /** The value of {@code error} on the wire. */
    public String code() {
        return code;
    }

    /** The HTTP status of the answer. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The fixed sentence of {@code error_description}. */
    public String description() {
        return description;
    }

    /**
     * A refusal to throw.
     *
     * @param failedCheck what the operator's log says; must hold no secret
     */
    public RefusedException because(String failedCheck) {
        return new RefusedException(this, failedCheck, 0);
    }
}
