package dev.holdfast.agent.crash;

import java.util.Locale;

/** Where a test can end the agent: before and after each durable write and each send. */
public enum CrashPoint {
    /** Enrolment: the certificate arrived and is not stored. */
    BEFORE_STORE_DEVICE,
    /** Enrolment: the certificate is stored. */
    AFTER_STORE_DEVICE,
    /** Registration: the new key is stored, the way back to it is not. */
    BEFORE_STORE_BINDING,
    /** Registration: key and binding are stored. */
    AFTER_STORE_BINDING,
    /** Registration: the server registered, nothing of it is stored. */
    BEFORE_STORE_REGISTRATION,
    /** Registration: stored. */
    AFTER_STORE_REGISTRATION,
    /** Rotation: a {@code rid} is chosen and not stored. */
    BEFORE_STORE_RID,
    /** Rotation: the {@code rid} is stored beside its DURT. */
    AFTER_STORE_RID,
    /** Rotation: the request is about to leave. */
    BEFORE_SEND,
    /** Rotation: the request left and its answer, if one came, was not looked at. */
    AFTER_SEND,
    /** Rotation: the new DURT is known and not stored. */
    BEFORE_STORE_DURT,
    /** Rotation: the new DURT is stored. */
    AFTER_STORE_DURT,
    /** Rotation: the DUST is about to be handed on. */
    BEFORE_HAND_ON;

    /** The name in {@code holdfast.agent.halt-at}, for example {@code before-store-rid}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
