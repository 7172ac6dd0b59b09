package dev.holdfast.agent.realm;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.util.OptionalLong;

/** Accepted, refused, and could not ask are three things. */
public sealed interface RealmAnswer {

    /**
     * Done.
     *
     * @param body the answer
     * @param serverTime the server's clock, seconds since the epoch
     */
    record Accepted(JsonObject body, OptionalLong serverTime) implements RealmAnswer {}

    /**
     * Not done, for a reason with a code.
     *
     * @param code the code
     * @param retryAfter seconds to wait, 0 if none are named
     */
    record Refused(ErrorCode code, long retryAfter) implements RealmAnswer {}

    /**
     * Nobody knows: no connection, no answer, or one that cannot be read.
     *
     * @param cause for the log; names no secret
     */
    record NoAnswer(Exception cause) implements RealmAnswer {}

    /** The body of an accepted answer; the other two become a {@link Refusal}. */
    default Accepted orRefusal() throws Refusal {
        if (this instanceof Accepted accepted) {
            return accepted;
        }
        if (this instanceof Refused refused) {
            throw refused.retryAfter() > 0
                    ? Refusal.retryAfter(refused.code(), refused.retryAfter())
                    : Refusal.of(refused.code());
        }
        Exception cause = ((NoAnswer) this).cause();
        // Nothing was sent: the key refused, not the server.
        boolean ownFault = cause instanceof KeyUnusableException;
        throw Refusal.of(ownFault ? ErrorCode.AGENT_ERROR : ErrorCode.SERVER_UNREACHABLE, cause);
    }
}
