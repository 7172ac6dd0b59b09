package dev.holdfast.push.message;

import dev.holdfast.device.message.SignedType;

/** The kinds of signed messages of push (docs/push-protocol.md §2); each endpoint accepts exactly one. */
public enum PushMessageType implements SignedType {
    ENROL("holdfast-push-enrol+jwt"),
    FETCH("holdfast-push-fetch+jwt"),
    ANSWER("holdfast-push-answer+jwt"),
    UPDATE("holdfast-push-update+jwt"),
    REMOVE("holdfast-push-remove+jwt"),
    REQUEST("holdfast-push-request+jwt");

    private final String typ;

    PushMessageType(String typ) {
        this.typ = typ;
    }

    @Override
    public String typ() {
        return typ;
    }
}
