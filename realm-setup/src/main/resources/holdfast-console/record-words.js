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

export const typeText = (t, type) => (EVENT_TYPES.includes(type) ? t(`event_${type}`) : type);

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

/** A change as lines of what is gone and what is new; whoever reads sees the lines that are the same once. */
export function changedLines({ from, to }) {
  const linesOf = (value) => {
    if (value === undefined || value === null) {
      return [];
    }
    const text = typeof value === "string" ? pretty(value) : JSON.stringify(value, null, 2);
    return text.split("\n");
  };
  const before = linesOf(from);
  const after = linesOf(to);
  if (before.length * after.length > 250_000) {
    return [...before.map((text) => ({ kind: "gone", text })), ...after.map((text) => ({ kind: "new", text }))];
  }
  // Longest common subsequence: length[i][j] is that of what follows line i before and line j after.
  const length = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i][j] = before[i] === after[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i] });
      i++;
      j++;
    } else if (i < before.length && (j === after.length || length[i + 1][j] >= length[i][j + 1])) {
      lines.push({ kind: "gone", text: before[i++] });
    } else {
      lines.push({ kind: "new", text: after[j++] });
    }
  }
  return lines;
}

/** JSON in lines, so that a diff shows the member that changed; any other text as it is. */
function pretty(text) {
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // No JSON, although it looks like it.
    }
  }
  return text;
}
