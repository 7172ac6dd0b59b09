package dev.holdfast.agent.host;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.origin.WebOrigin;
import dev.holdfast.agent.refusal.ErrorCode;
import dev.holdfast.agent.refusal.Refusal;

/**
 * A request of the extension (section 11 of the protocol).
 *
 * @param id to answer with
 * @param type what is asked
 * @param members the whole
 */
record HostRequest(String id, String type, JsonObject members) {
    private static final int MAX_ID = 128;

    static HostRequest of(JsonObject json) throws MalformedJsonException {
        String id = json.string("id");
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new MalformedJsonException("an id of " + id.length() + " characters");
        }
        return new HostRequest(id, json.string("type"), json);
    }

    /** The page's origin as the browser reported it. */
    WebOrigin origin() throws Refusal, MalformedJsonException {
        return WebOrigin.parse(members.string("origin")).orElseThrow(() -> Refusal.of(ErrorCode.UNTRUSTED_ORIGIN));
    }
}
