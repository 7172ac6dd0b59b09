package dev.holdfast.agent.refusal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The error codes of sections 10 and 11 of the protocol, each with what a user can do about it. */
public enum ErrorCode {
    INVALID_REQUEST("The server does not understand this agent. Check that both have the same protocol version."),
    INVALID_NONCE("The server's nonce was not accepted twice in a row. Try again."),
    INVALID_SIGNATURE("The server does not know this key. If trying again does not help: holdfast-agent register"),
    UNTRUSTED_CERTIFICATE(
            "The server does not accept this device's certificate. Ask for an enrolment token and enrol again."),
    CERTIFICATE_EXPIRED("This device's certificate has expired. Ask for an enrolment token and enrol again."),
    DEVICE_REVOKED("An administrator revoked or stopped this device."),
    DEVICE_PENDING("This device waits for an administrator's approval. Try again later."),
    DEVICE_NOT_ALLOWED("This user may not use this device. Ask your administrator."),
    DEVICE_NOT_COMPLIANT("The realm asks more of this device's condition. What it sees: holdfast-agent posture --send"),
    POSTURE_OUTDATED("The realm knows a later report of this device. Try again: holdfast-agent posture --send"),
    INVALID_ID_TOKEN("The sign-in was not accepted as proof. Sign in again: holdfast-agent register"),
    ATTESTATION_FAILED(
            "The server demands a TPM that it trusts, or does not accept what this device's TPM says. Ask your"
                    + " administrator; holdfast-agent doctor shows the TPM."),
    KEY_IN_USE("The new key is in use already. Try again: the next attempt makes another key."),
    REGISTRATION_REVOKED("This registration was ended. Register again: holdfast-agent register"),
    REGISTRATION_QUARANTINED("This registration is quarantined. Register again: holdfast-agent register"),
    DURT_EXPIRED("This registration was not used for too long. Register again: holdfast-agent register"),
    DURT_REUSED(
            "A copy of this registration was used elsewhere; it is ended. Tell your administrator, then register again: holdfast-agent register"),
    DURT_UNKNOWN("The server does not know this registration's token. Register again: holdfast-agent register"),
    USER_VERIFICATION_REQUIRED("Locked: sign in normally once on this device to unlock it."),
    USER_DISABLED("This account is disabled. Ask your administrator."),
    ORIGIN_MISMATCH("The page is not the realm's own. Do not enter anything there, and tell your administrator."),
    INVALID_CHALLENGE("The page's challenge was not accepted. Load the page again."),
    ENROLMENT_REFUSED("The enrolment was refused. Ask your administrator for a new enrolment token."),
    TOO_MANY_REQUESTS("Too many attempts. Wait a moment and try again."),
    FEATURE_DISABLED("Device login is switched off in this realm."),
    TEMPORARILY_UNAVAILABLE("The server is busy. Try again in a moment."),

    NOT_ENROLLED("This device is not enrolled in that realm: holdfast-agent enrol --issuer URL --token-file FILE"),
    NOT_REGISTERED("No account is registered on this device: holdfast-agent register"),
    UNTRUSTED_ORIGIN("The page does not belong to a realm in which this device is enrolled."),
    SERVER_UNREACHABLE("The server gave no usable answer. Check the network, then: holdfast-agent doctor"),
    BUSY("Another sign-in on this device is under way. Try again in a moment."),
    CANCELLED("Nothing was changed, since the PIN was not given."),
    WRONG_PIN(
            "The PIN was wrong three times. Try again later, or sign in normally: after a few more the TPM locks itself."),
    PIN_LOCKED(
            "The TPM has locked itself after too many wrong PINs. Sign in normally; holdfast-agent doctor says how long"
                    + " it takes."),
    NO_PIN("No PIN was set for this registration. Sign in normally to unlock it; to set one, register again on a device"
            + " that keeps its keys in a TPM: holdfast-agent register"),
    PIN_UNAVAILABLE("Install a dialog for PINs (Debian: pinentry-gnome3), or use a terminal: holdfast-agent unlock"),
    AGENT_ERROR("The agent has a problem of its own: holdfast-agent doctor");

    private static final Map<String, ErrorCode> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(ErrorCode::wire, Function.identity()));

    private final String advice;

    ErrorCode(String advice) {
        this.advice = advice;
    }

    /** Whether a registration that the server speaks of like this is dead: its key is destroyed, its user registers anew. */
    public boolean endsRegistration() {
        return switch (this) {
            case DURT_REUSED, DURT_EXPIRED, REGISTRATION_QUARANTINED, REGISTRATION_REVOKED -> true;
            default -> false;
        };
    }

    /** The code as it travels, for example {@code durt_reused}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A sentence for the user: what is wrong and what to do next. */
    public String advice() {
        return advice;
    }

    /** The code that travels as {@code wire}, if there is one. */
    public static Optional<ErrorCode> of(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }
}
