import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { agentReply, ERROR_CODES, pageRequest, refusal } from "../../src/lib/messages.js";

const JWS = "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl";
const ID = "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11";

test("A2 an origin in the page's message is left behind", () => {
  const request = pageRequest({ type: "exchange", challenge: JWS, origin: "https://idp.example.com" });
  assert.deepEqual(request, { type: "exchange", challenge: JWS });
});

test("members that are not named for the type are left behind", () => {
  assert.deepEqual(pageRequest({ type: "status", challenge: JWS, id: "1", __proto__: { x: 1 } }), { type: "status" });
});

for (const type of ["hello", "origin-trusted", "agent", "toString", "__proto__", "", 7, undefined]) {
  test(`a page cannot ask for ${JSON.stringify(type)}`, () => assert.equal(pageRequest({ type }), undefined));
}

for (const [what, raw] of Object.entries({
  "exchange without a challenge": { type: "exchange" },
  "exchange with an ill-typed challenge": { type: "exchange", challenge: { toString: "x" } },
  "exchange with a challenge of two parts": { type: "exchange", challenge: "a.b" },
  "exchange with a challenge over the limit": { type: "exchange", challenge: `a.${"b".repeat(32_768)}.c` },
  "exchange with a registration that is no id": { type: "exchange", challenge: JWS, registration: "1" },
  "unlock without a challenge": { type: "unlock", registration: ID },
  "proof without a challenge": { type: "proof", registration: ID },
  "register-finish without an ID token": { type: "register-finish", challenge: JWS },
  "an array": [],
  "null": null,
  "a text": "status",
})) {
  test(`not a request: ${what}`, () => assert.equal(pageRequest(raw), undefined));
}

test("each request of the protocol passes with its own members", () => {
  for (const request of [
    { type: "status" },
    { type: "exchange", challenge: JWS, registration: ID },
    { type: "proof", challenge: JWS, registration: ID },
    { type: "unlock", challenge: JWS, registration: ID },
    { type: "register-begin", challenge: JWS },
    { type: "register-finish", id_token: JWS },
  ]) {
    assert.deepEqual(pageRequest(request), request);
  }
});

test("each reply of the protocol passes with its own members, and no other", () => {
  const replies = {
    hello: { agent_version: "1", issuers: [{ issuer: "https://a.test/realms/r", trusted_origins: ["https://a.test"], device: ID }] },
    status: { issuer: "https://a.test/realms/r", device: ID, registrations: [{ registration: ID, account: "ada", state: "ready" }] },
    exchange: { dust: JWS, account: "ada" },
    proof: { dust: JWS, account: "ada" },
    unlock: { account: "ada", active_until: 1797000000 },
    "register-begin": { registration_nonce: "abc" },
    "register-finish": { registration: ID, account: "ada" },
  };
  for (const [type, members] of Object.entries(replies)) {
    assert.deepEqual(agentReply(type, { id: "1", ok: true, ...members, durt: "hfd1.secret" }), { ok: true, ...members });
  }
});

test("members inside a list are copied one by one as well", () => {
  const registration = { registration: ID, account: "ada", state: "locked", pin: true };
  const reply = agentReply("status", { ok: true, issuer: "i", device: ID, registrations: [{ ...registration, durt: "hfd1.secret" }] });
  assert.deepEqual(reply.registrations, [registration]);
});

for (const [what, type, raw] of [
  ["half an answer", "exchange", { ok: true, account: "ada" }],
  ["an unknown state", "status", { ok: true, issuer: "i", device: ID, registrations: [{ registration: ID, account: "a", state: "x" }] }],
  ["a trusted origin that is none", "hello", { ok: true, agent_version: "1", issuers: [{ issuer: "i", device: ID, trusted_origins: ["https://a.test/"] }] }],
  ["an unknown error code", "exchange", { ok: false, error: "<b>" }],
  ["no verdict", "exchange", { dust: JWS, account: "ada" }],
  ["nothing", "exchange", null],
]) {
  test(`the agent's reply is agent_error when it is ${what}`, () =>
    assert.deepEqual(agentReply(type, raw), { ok: false, error: "agent_error" }));
}

test("a refusal keeps its code and a sane wait", () => {
  assert.deepEqual(agentReply("exchange", { ok: false, error: "too_many_requests", retry_after: 5, dust: JWS }), {
    ok: false,
    error: "too_many_requests",
    retry_after: 5,
  });
  assert.deepEqual(refusal("too_many_requests", -1), { ok: false, error: "too_many_requests" });
  assert.deepEqual(refusal("too_many_requests", 1e9), { ok: false, error: "too_many_requests" });
  assert.deepEqual(refusal("too_many_requests", "5"), { ok: false, error: "too_many_requests" });
});

test("a refusal for the device's condition keeps its checks, and no word of another kind", () => {
  const checks = { disk_encryption: "failed", firewall: "unknown", "<b>": "failed", secure_boot: "<i>", a: { b: 1 } };
  assert.deepEqual(agentReply("exchange", { ok: false, error: "device_not_compliant", checks }), {
    ok: false,
    error: "device_not_compliant",
    checks: { disk_encryption: "failed", firewall: "unknown" },
  });
  assert.deepEqual(agentReply("proof", { ok: false, error: "busy", checks: "all" }), { ok: false, error: "busy" });
});

test("the error codes are those of the protocol page", () => {
  const page = readFileSync(new URL("../../../docs/protocol.md", import.meta.url), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z_]+)` \| \d{3} [|(]/gm)].map((match) => match[1]);
  const sentence = page.match(/Error codes are those of §10 and these of the agent:(.*)/)[1];
  const agents = [...sentence.matchAll(/`([a-z_]+)`/g)].map((match) => match[1]);
  assert.deepEqual([...ERROR_CODES].sort(), [...rows, ...agents].sort());
});
