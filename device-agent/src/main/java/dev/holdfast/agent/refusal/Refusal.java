package dev.holdfast.agent.refusal;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Something was not done, for a reason that the protocol has a code for. The message never holds a secret. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final long NONE = -1;

    private final ErrorCode code;
    private final long retryAfter;
    private final transient Map<String, String> checks;

    private Refusal(ErrorCode code, long retryAfter, String message, @Nullable Throwable cause) {
        this(code, retryAfter, message, cause, Map.of());
    }

    private Refusal(
            ErrorCode code, long retryAfter, String message, @Nullable Throwable cause, Map<String, String> checks) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
        this.checks = Map.copyOf(checks);
    }

    /**
     * {@link ErrorCode#DEVICE_NOT_COMPLIANT}.
     *
     * @param checks what stands in the way, {@code failed} or {@code unknown} by the check's name
     */
    public static Refusal notCompliant(Map<String, String> checks) {
        return new Refusal(ErrorCode.DEVICE_NOT_COMPLIANT, NONE, ErrorCode.DEVICE_NOT_COMPLIANT.advice(), null, checks);
    }

    /** A refusal that says no more than its code. */
    public static Refusal of(ErrorCode code) {
        return new Refusal(code, NONE, code.advice(), null);
    }

    /** A refusal with the detail that the local user should see. */
    public static Refusal of(ErrorCode code, String detail) {
        return new Refusal(code, NONE, detail + " " + code.advice(), null);
    }

    /** A refusal caused by a fault. */
    public static Refusal of(ErrorCode code, Throwable cause) {
        return new Refusal(code, NONE, code.advice(), cause);
    }

    /** A refusal that ends by itself after so many seconds. */
    public static Refusal retryAfter(ErrorCode code, long seconds) {
        return new Refusal(code, seconds, code.advice(), null);
    }

    /** The code. */
    public ErrorCode code() {
        return code;
    }

    /** What of the device's condition stands in the way; empty for every other refusal. */
    public Map<String, String> checks() {
        return checks;
    }

    /** After how many seconds another attempt makes sense, if the server said so. */
    public OptionalLong retryAfter() {
        return retryAfter == NONE ? OptionalLong.empty() : OptionalLong.of(retryAfter);
    }
}
