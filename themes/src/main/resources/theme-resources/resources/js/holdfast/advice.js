// What a person can do about each refusal.

/** Try again, with a fresh page. */
const AGAIN = ["invalid_nonce", "invalid_challenge", "too_many_requests", "temporarily_unavailable", "server_unreachable", "busy", "agent_error", "device_not_compliant"];

/** The registration is of no more use: set the device up again. */
const SETUP = [
  "not_registered",
  "registration_revoked",
  "registration_quarantined",
  "durt_expired",
  "durt_reused",
  "durt_unknown",
  "invalid_signature",
  "invalid_id_token",
  "key_in_use",
];

/** No agent for this realm here: the stock page is the right one, and needs no explanation. */
const LEAVE = ["agent_missing", "not_enrolled"];

/** A page that is not the realm's own may be a trap. */
const ALARM = ["origin_mismatch", "untrusted_origin"];

/** The PIN was not given, and is worth another try. */
const PIN_AGAIN = ["cancelled", "wrong_pin", "verification_cancelled"];

/** The person has to be asked, by a PIN or by a normal sign-in. */
const UNLOCK = [...PIN_AGAIN, "user_verification_required", "pin_locked", "no_pin", "pin_unavailable"];

/**
 * Whether the PIN can be asked for once more.
 *
 * @param {string} error
 */
export function mayTryPinAgain(error) {
  return PIN_AGAIN.includes(error);
}

/**
 * @param {string} error a code of the protocol
 * @returns {"again" | "setup" | "leave" | "alarm" | "unlock" | "other"} `other`: only another way to sign in is left
 */
export function wayOn(error) {
  for (const [way, codes] of Object.entries({ again: AGAIN, setup: SETUP, leave: LEAVE, alarm: ALARM, unlock: UNLOCK })) {
    if (codes.includes(error)) {
      return way;
    }
  }
  return "other";
}
