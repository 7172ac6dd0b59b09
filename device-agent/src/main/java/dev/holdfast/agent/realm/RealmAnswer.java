package dev.holdfast.agent.realm;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.KeyUnusableException;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;
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
     * @param body the answer, for codes that say more
     */
    record Refused(ErrorCode code, long retryAfter, JsonObject body) implements RealmAnswer {}

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
        if (this instanceof Refused refused && refused.code() == ErrorCode.DEVICE_NOT_COMPLIANT) {
            throw Refusal.notCompliant(checks(refused.body()));
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

    /** The member {@code checks} of section 14; none where it has another form. */
    private static Map<String, String> checks(JsonObject body) {
        Map<String, String> checks = new LinkedHashMap<>();
        try {
            JsonObject named =
                    body.optionalObject("checks").orElse(JsonObject.builder().build());
            for (String name : named.names()) {
                checks.put(name, named.string(name));
            }
        } catch (MalformedJsonException e) {
            checks.clear();
        }
        return checks;
    }
}
