package dev.holdfast.push.refusal;

import dev.holdfast.device.refusal.Refusal;
import java.util.Locale;

/**
 * Every reason for which push says no, with the code and HTTP status that docs/push-protocol.md §10 fixes. The sentence
 * belongs to the code alone, never to the check that failed.
 */
public enum PushRefusal {
    INVALID_REQUEST(400, "The request is malformed."),
    REQUEST_TOO_LARGE("invalid_request", 413, "The request is malformed."),
    INVALID_NONCE(401, "The nonce cannot be used. Sign again with a fresh one."),
    INVALID_SIGNATURE(401, "The message is not signed by an acceptable key."),
    ENROLMENT_REFUSED(403, "The enrolment was refused."),
    KEY_IN_USE(409, "The key is in use already."),
    PHONE_PENDING(403, "The phone's code was not confirmed yet."),
    PHONE_REVOKED(403, "The phone was removed."),
    USER_DISABLED(403, "The account cannot be used."),
    USER_VERIFICATION_REQUIRED(401, "The phone must ask its user."),
    REQUEST_EXPIRED(410, "There is no such request any more."),
    ALREADY_ANSWERED(409, "The request was answered before."),
    NUMBER_MISMATCH(403, "The number was wrong. Begin the sign-in anew."),
    TOO_MANY_REQUESTS(429, "Too many requests. Try again later."),
    FEATURE_DISABLED(403, "Push is not enabled in this realm."),
    TEMPORARILY_UNAVAILABLE(503, "The request cannot be served now. Repeat it.");

    private final String code;
    private final int httpStatus;
    private final String description;

    PushRefusal(int httpStatus, String description) {
        this.code = name().toLowerCase(Locale.ROOT);
        this.httpStatus = httpStatus;
        this.description = description;
    }

    PushRefusal(String code, int httpStatus, String description) {
        this.code = code;
        this.httpStatus = httpStatus;
        this.description = description;
    }

    /** The refusal here of a check that device login shares with push: shape, signature, nonce. */
    public static PushRefusal of(Refusal shared) {
        return valueOf(shared.name());
    }

    /** The value of {@code error} on the wire. */
    public String code() {
        return code;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The fixed sentence of {@code error_description}. */
    public String description() {
        return description;
    }

    /** @param failedCheck what the operator's log says; must hold no secret */
    public PushRefusedException because(String failedCheck) {
        return new PushRefusedException(this, failedCheck, 0);
    }

    /** @param retryAfterSeconds after how many seconds a further try can succeed */
    public static PushRefusedException tooMany(String failedCheck, long retryAfterSeconds) {
        return new PushRefusedException(TOO_MANY_REQUESTS, failedCheck, Math.max(1, retryAfterSeconds));
    }
}
