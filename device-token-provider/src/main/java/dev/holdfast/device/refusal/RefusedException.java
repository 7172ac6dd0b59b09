package dev.holdfast.device.refusal;

import java.util.Map;

/** A ceremony that ended with a refusal. It changed nothing unless its step says otherwise (quarantine). */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final long retryAfterSeconds;

    // Of texts, numbers and maps of them; an exception's fields should be serializable, and nobody serializes this one.
    private final transient Map<String, Object> details;

    RefusedException(Refusal refusal, String failedCheck, long retryAfterSeconds) {
        this(refusal, failedCheck, retryAfterSeconds, Map.of());
    }

    private RefusedException(Refusal refusal, String failedCheck, long retryAfterSeconds, Map<String, Object> details) {
        // Refusals are ordinary answers that anybody can provoke: no stack trace is paid for them.
        super(failedCheck, null, false, false);
        this.refusal = refusal;
        this.retryAfterSeconds = retryAfterSeconds;
        this.details = Map.copyOf(details);
    }

    /** {@link Refusal#TOO_MANY_REQUESTS} with the seconds after which a further try can succeed. */
    public static RefusedException tooManyRequests(String failedCheck, long retryAfterSeconds) {
        return new RefusedException(Refusal.TOO_MANY_REQUESTS, failedCheck, Math.max(1, retryAfterSeconds));
    }

    /**
     * {@link Refusal#DEVICE_NOT_COMPLIANT}.
     *
     * @param checks what stands in the way: {@code failed} or {@code unknown} by the check's name
     */
    public static RefusedException notCompliant(Map<String, String> checks) {
        return new RefusedException(
                Refusal.DEVICE_NOT_COMPLIANT, "posture: " + checks, 0, Map.of("checks", Map.copyOf(checks)));
    }

    /** {@link Refusal#POSTURE_OUTDATED} with the number that the next report must be above. */
    public static RefusedException postureOutdated(long sequence, long last) {
        return new RefusedException(
                Refusal.POSTURE_OUTDATED, "seq " + sequence + " is not above " + last, 0, Map.of("seq", last));
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The failed check, for the operator's log and the event; never for the wire. */
    public String failedCheck() {
        return String.valueOf(getMessage());
    }

    /** What the answer says beside the code, to a sender whose signature was verified. */
    public Map<String, Object> details() {
        return details;
    }

    /** Seconds for the {@code Retry-After} header, or 0 when there is none. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
