// What stands in a record, in words that people read.

/** Events that the pages have words for; others are called by their own name. */
export const EVENT_TYPES = [
  "user_login_attempt", "admin_login_attempt", "sso_auth", "oauth_token_attempt", "client_login_attempt", "user_logout", "user_lockout",
  "user_impersonation", "push_mfa_attempt", "push_mfa_attempt_failed", "push_request_refused", "mfa_bypass_create",
  "user_create", "user_update", "user_delete", "admin_create", "admin_update", "admin_delete",
  "user_password_change", "user_password_delete", "user_password_set", "user_password_reset_request",
  "totp_finish_enrollment", "totp_delete_enrollment", "webauthn_finish_enrollment", "webauthn_delete_enrollment",
  "passkey_finish_enrollment", "passkey_delete_enrollment", "push_start_enrollment", "push_finish_enrollment",
  "push_delete_enrollment", "recovery_codes_finish_enrollment", "recovery_codes_delete_enrollment", "credential_update",
  "credential_delete", "identity_provider_link", "identity_provider_unlink",
  "system_create", "system_update", "system_delete", "system_quarantine", "system_unlock", "system_request_refused",
  "association_change", "enrolment_token_create", "enrolment_token_delete",
  "authnpolicy_create", "authnpolicy_update", "authnpolicy_delete", "iplist_create", "iplist_update", "iplist_delete",
  "api_key_create", "api_key_delete", "organization_update", "organization_delete", "role_mapping_create", "role_mapping_delete",
  "group_create", "group_update", "group_delete", "application_create", "application_update", "application_delete",
  "application_consent_grant", "application_consent_revoke",
];

const METHODS = ["password", "device", "totp", "webauthn", "passkey", "push", "recovery_code", "kerberos", "certificate",
  "identity_provider", "session"];

/** All sign-ins, as filters name them; a session's next application is one too. */
export const SIGN_INS = "sign_ins";

/** The types of the events that a filter means by one name. */
export const typesOf = (type) => (type === SIGN_INS ? ["user_login_attempt", "admin_login_attempt", "sso_auth"] : type);

export const typeText = (t, type) => (EVENT_TYPES.includes(type) || type === SIGN_INS ? t(`event_${type}`) : type);

export const methodText = (t, method) => (METHODS.includes(method) ? t(`method_${method}`) : method);

/** How it ended: a denial is a failure that a policy wanted. */
export const resultOf = (record) =>
  record.auth_context?.decision === "deny" && !record.success ? "denied" : record.success ? "success" : "failure";

/** A country by its code, in the reader's language; the code where there is no such country. */
export function countryText(code, language) {
  try {
    return new Intl.DisplayNames(language, { type: "region" }).of(code);
  } catch {
    return code;
  }
}

/** Where an address is, as far as the server knows: "Vienna, Austria". */
export function placeText(t, language, geoip) {
  if (geoip?.country_code) {
    return [geoip.city, countryText(geoip.country_code, language)].filter(Boolean).join(", ");
  }
  return t(geoip?.status === "private" ? "placePrivate" : "placeUnknown");
}

/** Who did it; people who are not known to the realm are not named. */
export const personText = (t, actor) =>
  actor?.username || actor?.email || (actor?.type === "client" && actor.id) || t("unknownPerson");

/** The thing that it was done to. */
export const subjectText = (record) =>
  record.resource?.name || record.resource?.id || record.auth_context?.system?.displayName || "";

/** The ways in which somebody was proved, in the order in which they happened. */
export const methodsOf = (record) =>
  Object.entries(record.auth_context?.auth_methods ?? {}).filter(([, told]) => told.success !== false).map(([name]) => name);

/** Policies that decided, then those that only report; the same policy once. */
export function policiesOf(record) {
  const all = record.auth_context?.policies_applied ?? [];
  const seen = new Set();
  return [...all.filter((policy) => policy.mode !== "report"), ...all.filter((policy) => policy.mode === "report")]
    .filter((policy) => !seen.has(policy.id) && seen.add(policy.id));
}
