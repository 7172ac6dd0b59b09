package dev.holdfast.agent.rotation;

import dev.holdfast.agent.refusal.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What came back for a presented DURT. */
public sealed interface Answer {

    /**
     * The next DURT.
     *
     * @param durt the new one
     * @param dust the session token; none when the server had answered this {@code rid} before
     */
    record Rotated(String durt, @Nullable String dust) implements Answer {
        /** Both are secrets. */
        @Override
        public String toString() {
            return "Rotated[dust=" + (dust != null) + "]";
        }
    }

    /**
     * A refusal of the server.
     *
     * @param code its code
     * @param retryAfter seconds to wait, 0 if the server named none
     */
    record Refused(ErrorCode code, long retryAfter) implements Answer {}

    /** No answer, or none that can be read: the server may have rotated or not. */
    record Lost() implements Answer {}
}
