package dev.holdfast.phone.command;

import dev.holdfast.phone.realm.Fault;

/** What to do about a refusal (section 10). */
final class Advice {
    private Advice() {}

    static String on(Fault.Refused refused) {
        return switch (refused.code()) {
            case "enrolment_refused" ->
                "This code is over, was used, or is none of this realm. Begin anew on the page.";
            case "key_in_use" -> "Try again: a new key is made.";
            case "phone_pending" -> "Type the six digits of the enrolment on the page first.";
            case "phone_revoked" -> "This account was removed. Its key is gone from here as well; enrol again.";
            case "invalid_signature" ->
                "The realm does not know this phone. If the account is gone there: holdfast-phone remove --forget";
            case "user_disabled" -> "The user is disabled. Ask the administrator of the realm.";
            case "user_verification_required" ->
                "The realm demands a fingerprint, a face or a PIN (WebAuthn), which a command line cannot ask for. Use the"
                        + " phone app, or set the realm's userVerification to optional.";
            case "request_expired" -> "Too late, or there is no such request. Begin the sign-in anew.";
            case "already_answered" -> "An answer came before this one. Look at the sign-in page.";
            case "number_mismatch" -> "That was another number, and this sign-in is over. Begin it anew.";
            case "too_many_requests" -> "Wait " + Math.max(1, refused.retryAfter()) + " seconds, then try again.";
            case "feature_disabled" -> "Push is off in this realm. An administrator can turn it on.";
            case "temporarily_unavailable" -> "The realm cannot answer now. Try again.";
            default -> "That should not happen: this phone or the realm does not keep to the protocol.";
        };
    }
}
