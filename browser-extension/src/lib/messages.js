// What may pass between a page and the agent: these types, these members, nothing else. The page is
// not trusted and neither is the agent's answer, so both directions are copied member by member.

import { isWebOrigin } from "./origins.js";

/** The error codes of the protocol (sections 10 and 11). Anything else becomes `agent_error`. */
export const ERROR_CODES = new Set([
  "invalid_request",
  "invalid_nonce",
  "invalid_signature",
  "untrusted_certificate",
  "certificate_expired",
  "device_revoked",
  "device_pending",
  "device_not_allowed",
  "device_not_compliant",
  "posture_outdated",
  "invalid_id_token",
  "key_in_use",
  "registration_revoked",
  "registration_quarantined",
  "durt_expired",
  "durt_reused",
  "durt_unknown",
  "user_verification_required",
  "user_disabled",
  "origin_mismatch",
  "invalid_challenge",
  "enrolment_refused",
  "attestation_failed",
  "too_many_requests",
  "feature_disabled",
  "temporarily_unavailable",
  "not_enrolled",
  "not_registered",
  "untrusted_origin",
  "server_unreachable",
  "busy",
  "cancelled",
  "wrong_pin",
  "pin_locked",
  "no_pin",
  "pin_unavailable",
  "agent_missing",
  "agent_error",
]);

/** The longest wait that is passed on to a page, in seconds. */
const LONGEST_WAIT = 86_400;

const LONGEST_TOKEN = 32_768;
const LONGEST_TEXT = 1_024;
const MOST_ENTRIES = 256;
const MOST_CHECKS = 16;

/** A check of a device's condition, and what can come of one (section 14). */
const CHECK = /^[a-z][a-z_]{0,39}$/;
const RESULTS = new Set(["failed", "unknown"]);

const COMPACT_JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const token = (value) =>
  typeof value === "string" && value.length <= LONGEST_TOKEN && COMPACT_JWS.test(value);
const uuid = (value) => typeof value === "string" && UUID.test(value);
const text = (value) => typeof value === "string" && value.length <= LONGEST_TEXT;
const state = (value) => value === "ready" || value === "locked" || value === "ended";
const flag = (value) => typeof value === "boolean";
const time = (value) => Number.isSafeInteger(value) && value >= 0;
const optional = (check) => (value) => value === undefined || check(value);
const listOf = (members) => Object.assign((value) => Array.isArray(value) && value.length <= MOST_ENTRIES, { members });
const listOfValues = (check) => (value) =>
  Array.isArray(value) && value.length <= MOST_ENTRIES && value.every(check);

const PAGE_REQUESTS = {
  status: {},
  exchange: { challenge: token, registration: optional(uuid) },
  proof: { challenge: token, registration: optional(uuid) },
  unlock: { challenge: token, registration: optional(uuid) },
  "register-begin": { challenge: token },
  "register-finish": { id_token: token },
};

const REPLIES = {
  hello: {
    agent_version: text,
    issuers: listOf({ issuer: text, trusted_origins: listOfValues(isWebOrigin), device: text }),
  },
  status: {
    issuer: text,
    device: text,
    registrations: listOf({ registration: uuid, account: text, state, pin: optional(flag) }),
  },
  exchange: { dust: token, account: text },
  proof: { dust: token, account: text },
  unlock: { account: text, active_until: time },
  "register-begin": { registration_nonce: text },
  "register-finish": { registration: uuid, account: text },
};

/**
 * A refusal in the form that pages get.
 *
 * @param {string} error a code of {@link ERROR_CODES}
 * @param {number} [retryAfter] seconds
 * @param {Record<string, string>} [checks] what of the device's condition stands in the way
 */
export function refusal(error, retryAfter, checks) {
  const reply = { ok: false, error };
  if (Number.isSafeInteger(retryAfter) && retryAfter >= 0 && retryAfter <= LONGEST_WAIT) {
    reply.retry_after = retryAfter;
  }
  if (isObject(checks)) {
    const entries = Object.entries(checks).filter(([name, result]) => CHECK.test(name) && RESULTS.has(result));
    reply.checks = Object.fromEntries(entries.slice(0, MOST_CHECKS));
  }
  return reply;
}

/**
 * Copies a page's request, or answers undefined when its type or one of its members is not allowed.
 * Members that are not named for the type, an `origin` above all (A2), are left behind.
 *
 * @param {unknown} raw
 * @returns {{type: string, [member: string]: unknown} | undefined}
 */
export function pageRequest(raw) {
  if (!isObject(raw) || typeof raw.type !== "string" || !Object.hasOwn(PAGE_REQUESTS, raw.type)) {
    return undefined;
  }
  const members = copy(raw, PAGE_REQUESTS[raw.type]);
  return members && { type: raw.type, ...members };
}

/**
 * Copies the agent's reply to a request of the given type. A reply that does not keep the protocol is
 * `agent_error`: half an answer is worse for a page than none.
 *
 * @param {string} type the type of the request that is answered
 * @param {unknown} raw
 */
export function agentReply(type, raw) {
  if (!isObject(raw) || typeof raw.ok !== "boolean") {
    return refusal("agent_error");
  }
  if (!raw.ok) {
    return refusal(ERROR_CODES.has(raw.error) ? raw.error : "agent_error", raw.retry_after, raw.checks);
  }
  const members = copy(raw, REPLIES[type]);
  return members ? { ok: true, ...members } : refusal("agent_error");
}

function copy(source, members) {
  const result = {};
  for (const [name, check] of Object.entries(members)) {
    const value = Object.hasOwn(source, name) ? source[name] : undefined;
    if (!check(value)) {
      return undefined;
    }
    if (value === undefined) {
      continue;
    }
    if (check.members) {
      const entries = value.map((entry) => (isObject(entry) ? copy(entry, check.members) : undefined));
      if (entries.includes(undefined)) {
        return undefined;
      }
      result[name] = entries;
    } else {
      result[name] = value;
    }
  }
  return result;
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
