package dev.holdfast.agent.enrolment;

import dev.holdfast.agent.json.JsonObject;
import dev.holdfast.agent.json.MalformedJsonException;
import dev.holdfast.agent.key.DeviceKey;
import dev.holdfast.agent.key.KeyHome;
import dev.holdfast.agent.origin.Issuer;

/** What must hold of whatever answers an enrolment. */
public final class EnrolmentForms {
    private EnrolmentForms() {}

    public static void answer(Issuer issuer, DeviceKey key, byte[] body) throws MalformedJsonException {
        EnrolmentAnswer.read(issuer, key, KeyHome.SOFTWARE, JsonObject.parse(body));
    }
}
