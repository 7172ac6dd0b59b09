import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { UntrustedError } from "../../main/resources/holdfast-phone-app/messages.js";
import { RealmClient, RefusedError, UnreachableError } from "../../main/resources/holdfast-phone-app/realm-client.js";
import { ISS, MemoryStore, TestRealm } from "./test-realm.mjs";

const unsigned = (audience, nonce) => `${part({})}.${part({ aud: audience, nonce })}.x`;
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

async function clientOf(answers = () => [200, {}]) {
  const realm = await new TestRealm().start();
  return { realm, client: new RealmClient(new MemoryStore(), realm.fetcher(answers)) };
}

test("discovery of another issuer, or of another version, is refused", async () => {
  const { realm, client } = await clientOf();
  assert.equal((await client.discover(ISS)).label, "Acme");
  realm.discovery.issuer = "https://idp.example.com/realms/other";
  await assert.rejects(client.discover(ISS), UntrustedError);
  realm.discovery.issuer = ISS;
  realm.discovery.version = 2;
  await assert.rejects(client.discover(ISS), UntrustedError);
});

test("a message is for the endpoint that discovery names, with a nonce of the realm", async () => {
  const { realm, client } = await clientOf();
  await client.send(ISS, "requests_endpoint", unsigned);
  assert.deepEqual(realm.messages.map(({ claims }) => claims), [{ aud: `${ISS}/push-mfa/requests`, nonce: "nonce-1" }]);
});

test("each answer's nonce is used for the next message, once", async () => {
  const { realm, client } = await clientOf();
  await client.send(ISS, "requests_endpoint", unsigned);
  await client.send(ISS, "requests_endpoint", unsigned);
  await client.send(ISS, "requests_endpoint", unsigned);
  assert.equal(realm.count("/nonce"), 1);
  assert.equal(new Set(realm.messages.map(({ claims }) => claims.nonce)).size, 3);
});

test("a nonce that the realm does not know any more is replaced, and the message signed again, once", async () => {
  const { realm, client } = await clientOf();
  await client.send(ISS, "requests_endpoint", unsigned);
  realm.forgetNonces();
  await client.send(ISS, "requests_endpoint", unsigned);
  assert.equal(realm.messages.length, 3);
  const refusing = await clientOf(() => [401, { error: "invalid_nonce" }]);
  await assert.rejects(refusing.client.send(ISS, "requests_endpoint", unsigned), RefusedError);
  assert.equal(refusing.realm.messages.length, 2);
});

test("a realm that is busy gets the very same message once more", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let tries = 0;
  const { realm, client } = await clientOf(() => (++tries === 1 ? [503, { error: "temporarily_unavailable" }] : [200, {}]));
  const sent = client.send(ISS, "answers_endpoint", unsigned);
  while (tries === 0) {
    await new Promise((done) => setImmediate(done));
  }
  await new Promise((done) => setImmediate(done));
  await new Promise((done) => setImmediate(done));
  mock.timers.tick(1_000);
  mock.timers.reset();
  await sent.catch(() => {});
  assert.equal(realm.messages[0].compact, realm.messages[1].compact);
});

test("a refusal is its code and when to come again", async () => {
  const { client } = await clientOf(() => [429, { error: "too_many_requests" }, { "Retry-After": "17" }]);
  await assert.rejects(client.send(ISS, "enrolment_endpoint", unsigned), { code: "too_many_requests", retryAfter: 17 });
});

test("no answer, and an answer of somebody who does not speak the protocol, are the same: it may have arrived", async () => {
  const store = new MemoryStore();
  for (const fetcher of [
    () => Promise.reject(new TypeError("failed to fetch")),
    async () => new Response("<h1>Sign in to this Wi-Fi</h1>"),
    async () => new Response("{}", { status: 502 }),
  ]) {
    await assert.rejects(new RealmClient(store, fetcher).discover(ISS), UnreachableError);
  }
});

test("messages go without cookies, follow no redirect, and tell no referrer", async () => {
  const realm = await new TestRealm().start();
  const seen = [];
  const fetcher = realm.fetcher(() => [200, {}]);
  const client = new RealmClient(new MemoryStore(), (url, options) => {
    seen.push(options);
    return fetcher(url, options);
  });
  await client.send(ISS, "requests_endpoint", unsigned);
  for (const { credentials, redirect, referrerPolicy, cache } of seen) {
    assert.deepEqual({ credentials, redirect, referrerPolicy, cache }, { credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", cache: "no-store" });
  }
});

test("keys are kept, and asked for anew for an unknown one at most once a minute", async () => {
  mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  const { realm, client } = await clientOf();
  assert.equal((await client.keysWith(ISS, realm.key.jkt)).length, 1);
  await client.keysWith(ISS, realm.key.jkt);
  await client.keysWith(ISS, "another");
  assert.equal(realm.count("/jwks"), 1);
  mock.timers.setTime(1_060_000);
  await client.keysWith(ISS, "another");
  await client.keysWith(ISS, "another");
  assert.equal(realm.count("/jwks"), 2);
  mock.timers.reset();
});
