// What went wrong, in words.

import { UntrustedError } from "./messages.js";
import { RefusedError, UnreachableError } from "./realm-client.js";

const SAID = new Set([
  "enrolment_refused",
  "user_disabled",
  "feature_disabled",
  "user_verification_required",
  "too_many_requests",
  "temporarily_unavailable",
]);

export function explained(t, error) {
  if (error instanceof RefusedError) {
    return SAID.has(error.code) ? t(`error_${error.code}`) : t("error_other", { code: error.code });
  }
  if (error instanceof UnreachableError) {
    return t("error_network");
  }
  return error instanceof UntrustedError ? t("error_untrusted") : t("error_unexpected");
}

/** The realm says that this phone was removed: its key is of no use any more. */
export const isGone = (error) => error instanceof RefusedError && error.code === "phone_revoked";

/** The realm does not know this phone, or its addresses are other ones now: no reason to destroy a key unasked. */
export const isUnknown = (error) => error instanceof RefusedError && error.code === "invalid_signature";
