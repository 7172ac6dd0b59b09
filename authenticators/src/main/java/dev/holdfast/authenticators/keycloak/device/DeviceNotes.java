package dev.holdfast.authenticators.keycloak.device;

import dev.holdfast.device.registry.Evidence;
import dev.holdfast.device.registry.RegisteredDevice;
import dev.holdfast.keycloak.Note;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Every note that device login leaves in a sign-in and in the session that it becomes. */
public final class DeviceNotes {
    /** The attempt that this browser tab may answer. */
    static final Note<String> TXN = Note.ofText("holdfast.txn");

    /** The user chose another way in this sign-in. */
    static final Note<String> OTHER_WAY = Note.ofText("holdfast.other-way");

    /** No other way than the device leads on in this tab's flow. */
    static final Note<String> NO_OTHER_WAY = Note.ofText("holdfast.no-other-way");

    /** The {@code jti} of the ID token that a registration page was given. */
    static final Note<String> ID_TOKEN = Note.ofText("holdfast.id-token");

    /** The challenge that a new credential of this tab must sign. */
    static final Note<String> CREATION = Note.ofText("holdfast.creation");

    /** The registration that proved itself in this tab, and the browser that showed it: see {@link ProvenTab}. */
    static final Note<String> PROVEN = Note.ofText("holdfast.proven");

    /** The registration that was made in this tab. */
    static final Note<String> SET_UP_HERE = Note.ofText("holdfast.set-up-here");

    /** When a device last proved the session; in an application's part of it, when it did so for the application. */
    public static final Note<Long> PROVEN_AT = Note.ofSeconds("holdfast.proven-at");

    public static final Note<String> DEVICE = Note.ofText("holdfast.device");
    public static final Note<String> REGISTRATION = Note.ofText("holdfast.registration");
    public static final Note<String> ASSURANCE = Note.ofText("holdfast.assurance");

    /** Authentication methods (RFC 8176), separated by spaces. */
    public static final Note<String> AMR = Note.ofText("holdfast.amr");

    public static final Note<String> ACR = Note.ofText("holdfast.acr");

    /** What showed that the user was present. */
    public static final Note<String> EVIDENCE = Note.ofText("holdfast.evidence");

    /** When the password grant authenticated the session's user. */
    static final Note<Long> GRANTED_AT = Note.ofSeconds("holdfast.granted-at");

    private DeviceNotes() {}

    /** Tells the session that this sign-in becomes, and through it the tokens, which device it belongs to. */
    static void remember(AuthenticationSessionModel tab, RegisteredDevice subject, Evidence evidence) {
        EVIDENCE.putForUserSession(tab, evidence.value());
        DEVICE.putForUserSession(tab, subject.device().did().toString());
        REGISTRATION.putForUserSession(tab, subject.registration().id().toString());
        ASSURANCE.putForUserSession(tab, subject.device().assurance().value());
    }
}
