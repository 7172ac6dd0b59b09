package dev.holdfast.agent.signin;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;

/** A DURT or a DUST in an answer: opaque to the agent, and of a bounded length. */
final class AnsweredToken {
    private static final int MAX_LENGTH = 16_384;

    private AnsweredToken() {}

    /** Reads the member {@code name}. */
    static String in(JsonObject body, String name) throws MalformedJsonException {
        String token = body.string(name);
        if (token.isEmpty() || token.length() > MAX_LENGTH) {
            throw new MalformedJsonException("a token of " + token.length() + " characters");
        }
        return token;
    }
}
