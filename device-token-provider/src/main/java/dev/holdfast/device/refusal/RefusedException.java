package dev.holdfast.device.refusal;

/** A ceremony that ended with a refusal. It changed nothing unless its step says otherwise (quarantine). */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Refusal refusal;
    private final long retryAfterSeconds;

    RefusedException(Refusal refusal, String failedCheck, long retryAfterSeconds) {
        // Refusals are ordinary answers that anybody can provoke: no stack trace is paid for them.
        super(failedCheck, null, false, false);
        this.refusal = refusal;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** {@link Refusal#TOO_MANY_REQUESTS} with the seconds after which a further try can succeed. */
    public static RefusedException tooManyRequests(String failedCheck, long retryAfterSeconds) {
        return new RefusedException(Refusal.TOO_MANY_REQUESTS, failedCheck, Math.max(1, retryAfterSeconds));
    }

    public Refusal refusal() {
        return refusal;
    }

    /** The failed check, for the operator's log and the event; never for the wire. */
    public String failedCheck() {
        return String.valueOf(getMessage());
    }

    /** Seconds for the {@code Retry-After} header, or 0 when there is none. */
    public long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
