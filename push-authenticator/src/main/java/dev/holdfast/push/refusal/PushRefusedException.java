package dev.holdfast.push.refusal;

/** A ceremony of push that ended with a refusal and changed nothing. */
public final class PushRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final PushRefusal refusal;
    private final long retryAfterSeconds;

    PushRefusedException(PushRefusal refusal, String failedCheck, long retryAfterSeconds) {
        // Refusals are ordinary answers that anybody can provoke: no stack trace is paid for them.
        super(failedCheck, null, false, false);
        this.refusal = refusal;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public PushRefusal refusal() {
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
