import assert from "node:assert/strict";
import { test } from "node:test";
import { answerChallenge, requestHash, toBase64Url } from "../../main/resources/holdfast-phone-app/messages.js";
import { Phone } from "../../main/resources/holdfast-phone-app/phone.js";
import { RealmClient } from "../../main/resources/holdfast-phone-app/realm-client.js";
import { ISS, MemoryStore, TestRealm } from "./test-realm.mjs";

const PHONE = "5f0c7a52-0b3d-4c1e-9a54-2f6f0d9c1b77";
const OTK = "7Q2ZK9M4XWBT6HRC";
const NOW = 1_795_300_000;
const nobody = { canAsk: async () => false };
const claimsOf = (changes = {}) => ({
  iss: ISS,
  aud: [`urn:holdfast:phone:${PHONE}`],
  jti: "0a8f4d0e-8c53-4f6b-9a39-7c9b1f2f6a10",
  iat: NOW,
  exp: NOW + 60,
  account: "ada",
  label: "Acme",
  purpose: "login",
  client_id: "portal",
  client_name: "Portal",
  ip: "198.51.100.7",
  known_browser: false,
  number_matching: true,
  user_verification: "none",
  ...changes,
});

async function enrolled({ user = nobody, verification = "none", answers = () => [200, {}], subscribe = async () => undefined } = {}) {
  const realm = await new TestRealm().start();
  realm.discovery.user_verification = verification;
  const store = new MemoryStore();
  const realms = new RealmClient(
    store,
    realm.fetcher((path, ...rest) =>
      path === "enrolments"
        ? [200, { phone: PHONE, account: "ada", label: "Acme", confirm_code: "482913", expires_in: 240 }]
        : answers(path, ...rest),
    ),
  );
  const phone = new Phone({ realms, store, user });
  const account = await phone.enrol({ iss: ISS, key: OTK, name: "Pixel", platform: "android", wake: true, subscribe });
  return { realm, store, phone, account };
}

test("P1 enrolling sends the protocol's message, and keeps a pending account with the realm's digits", async () => {
  const subscription = { endpoint: "https://push.example.net/a", p256dh: "BA", auth: "AA", application_server_key: "BA" };
  const { realm, store, account } = await enrolled({ subscribe: async () => subscription });
  const [{ head, claims }] = realm.messages;
  assert.equal(head.typ, "holdfast-push-enrol+jwt");
  assert.deepEqual(Object.keys(head).sort(), ["alg", "jwk", "typ"]);
  assert.equal(claims.iss, OTK);
  assert.equal(claims.otk, OTK);
  assert.equal(claims.name, "Pixel");
  assert.equal(claims.platform, "android");
  assert.deepEqual(claims.subscription, subscription);
  assert.equal("webauthn" in claims, false);
  assert.equal(account.confirmCode, "482913");
  assert.equal((await store.accounts())[0].state, "pending");
});

test("P5 where the realm wants it, a credential is made for this very enrolment", async () => {
  const asked = [];
  const user = {
    canAsk: async () => true,
    make: async (webauthn, challenge) => {
      asked.push(webauthn.rp_id, challenge.length);
      return { id: "AQ", made: { attestation_object: "o", client_data_json: "c" } };
    },
  };
  const { realm, account } = await enrolled({ user, verification: "required" });
  assert.deepEqual(asked, ["idp.example.com", 32]);
  assert.deepEqual(realm.messages[0].claims.webauthn, { attestation_object: "o", client_data_json: "c" });
  assert.equal(account.credential, "AQ");
});

test("P5 whoever declines the lock enrols without where it is optional, and not at all where it is required", async () => {
  const user = { canAsk: async () => true, make: () => Promise.reject(new Error("NotAllowedError")) };
  assert.equal((await enrolled({ user, verification: "optional" })).account.credential, undefined);
  await assert.rejects(enrolled({ user, verification: "required" }));
});

test("P4 what the realm signed is shown, and what it did not sign is left out", async () => {
  let requests = [];
  const { realm, store, phone, account } = await enrolled({
    answers: () => [200, { state: "active", now: NOW + 10, requests }],
  });
  const genuine = await realm.request(claimsOf());
  const other = await new TestRealm().start();
  requests = [
    await other.request(claimsOf()),
    genuine,
    await realm.request(claimsOf({ aud: ["urn:holdfast:phone:00000000-0b3d-4c1e-9a54-2f6f0d9c1b77"] })),
    await realm.request(claimsOf({ exp: NOW + 10 })),
    "x",
  ];
  const before = Date.now();
  const waiting = await phone.waiting(account);
  assert.deepEqual(waiting.requests.map(({ compact }) => compact), [genuine]);
  const left = waiting.requests[0].until - before;
  assert.ok(left >= 50_000 && left < 55_000, "by the realm's clock 50 seconds are left");
  assert.equal((await store.account(PHONE)).state, "active");
  assert.equal("confirmCode" in (await store.account(PHONE)), false);
});

test("P6 an approval carries hash and number, a denial neither number nor anything else", async () => {
  const { realm, phone, account } = await enrolled({ answers: () => [200, { outcome: "approved" }] });
  const compact = await realm.request(claimsOf());
  const request = { compact, claims: claimsOf() };
  assert.equal(await phone.answer(account, request, "approve", "07"), "approved");
  await phone.answer(account, request, "deny", "07");
  await phone.answer(account, request, "report");
  const own = realm.messages.slice(1).map(({ claims }) => {
    const { iss, aud, iat, jti, nonce, ...rest } = claims;
    assert.equal(iss, `urn:holdfast:phone:${PHONE}`);
    assert.equal(aud, `${ISS}/push-mfa/answers`);
    return rest;
  });
  const hash = toBase64Url(await requestHash(compact));
  assert.deepEqual(own, [
    { request_hash: hash, decision: "approve", number: "07" },
    { request_hash: hash, decision: "deny" },
    { request_hash: hash, decision: "report" },
  ]);
});

test("P5 the lock is asked about this decision and this number, and never for a denial", async () => {
  const asked = [];
  const user = {
    canAsk: async () => true,
    make: async () => ({ id: "AQ", made: {} }),
    ask: async (webauthn, credential, challenge) => {
      asked.push([credential, toBase64Url(challenge)]);
      return { credential_id: "AQ" };
    },
  };
  const { realm, phone, account } = await enrolled({ user, verification: "required", answers: () => [200, { outcome: "approved" }] });
  const claims = claimsOf({ user_verification: "required" });
  const compact = await realm.request(claims);
  await phone.answer(account, { compact, claims }, "approve", "07");
  await phone.answer(account, { compact, claims }, "deny");
  assert.deepEqual(asked, [["AQ", toBase64Url(await answerChallenge(await requestHash(compact), "approve", "07"))]]);
  assert.deepEqual(realm.messages.at(-2).claims.webauthn, { credential_id: "AQ" });
  assert.equal("webauthn" in realm.messages.at(-1).claims, false);
});

test("P10 removing tells the realm first: a realm that does not answer keeps the account", async () => {
  let status = 503;
  const { store, phone, account } = await enrolled({ answers: () => [status, status === 200 ? {} : { error: "user_disabled" }] });
  await assert.rejects(phone.remove(account));
  assert.equal((await store.accounts()).length, 1);
  status = 200;
  await phone.remove(account);
  assert.equal((await store.accounts()).length, 0);
});

test("a subscription is replaced, and given up", async () => {
  const { realm, store, phone, account } = await enrolled();
  await phone.wakeBy(account, { endpoint: "e" });
  assert.deepEqual((await store.account(PHONE)).subscription, { endpoint: "e" });
  await phone.wakeBy(account, undefined);
  assert.equal((await store.account(PHONE)).wake, false);
  assert.equal("subscription" in realm.messages.at(-1).claims, false);
});
