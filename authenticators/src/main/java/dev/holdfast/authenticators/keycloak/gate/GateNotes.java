package dev.holdfast.authenticators.keycloak.gate;

import dev.holdfast.keycloak.Note;

/** Every note that the gate leaves in a sign-in, in the session that it becomes, and in an application's part of that. */
public final class GateNotes {
    /** Whose sign-in the gate saw in this tab. */
    static final Note<String> PERSON = Note.ofText("holdfast.access.person");

    /** When the gate saw this tab's user first, to the millisecond. */
    static final Note<String> SEEN_AT = Note.ofText("holdfast.access.seen-at");

    /** The gate asked for the device behind this tab's sign-in: whoever left it out is not asked again. */
    static final Note<String> DEVICE_ASKED = Note.ofText("holdfast.access.device-asked");

    /** When the gate asked for a factor in this tab. */
    static final Note<Long> ASKED_AT = Note.ofSeconds("holdfast.access.asked-at");

    /** The gate asked this tab's user to authenticate anew. */
    static final Note<String> ASKED_ANEW = Note.ofText("holdfast.access.asked-anew");

    /** The factor that the gate has the user set up in this tab. */
    static final Note<String> SETTING_UP = Note.ofText("holdfast.access.setting-up");

    /** The factor that was set up in this tab; in the session, on the way in. */
    static final Note<String> SET_UP = Note.ofText("holdfast.access.set-up");

    /** When that was. */
    static final Note<Long> SET_UP_AT = Note.ofSeconds("holdfast.access.set-up-at");

    /** The registration that the session's own sign-in set up, whose proof is no factor; empty where it was there before. */
    static final Note<String> NEWCOMER = Note.ofText("holdfast.access.newcomer");

    /** The browser's address when it began or opened the session. */
    static final Note<String> ADDRESS = Note.ofText("holdfast.access.address");

    /** When a phone approved the session, where that was no step of a flow. */
    static final Note<Long> PHONE_AT = Note.ofSeconds("holdfast.access.phone-at");

    /** In an application's part of the session: when the gate let it in. */
    static final String LET_IN_AT = "holdfast.access.let-in-at";

    /** In an application's part of the session: when a grant let it in, to which nobody signed in. */
    static final String GRANTED_AT = "holdfast.access.granted-at";

    /** In an application's part of the session: until when it lasts, in seconds. */
    static final String UNTIL = "holdfast.access.until";

    /** In an application's part of the session: how old the authentication may be, in seconds. */
    static final String MAX_AGE = "holdfast.access.max-age";

    /** In an application's part of the session: what was decided, as JSON; mappers tell it. */
    public static final String DECISION = "holdfast.access.decision";

    private GateNotes() {}
}
