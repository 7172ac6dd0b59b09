import assert from "node:assert/strict";
import { test } from "node:test";
import { Inbox } from "../../main/resources/holdfast-phone-app/inbox.js";
import { RefusedError, UnreachableError } from "../../main/resources/holdfast-phone-app/realm-client.js";
import { MemoryStore } from "./test-realm.mjs";

const request = (jti, iat, until = Date.now() + 60_000) => ({ compact: jti, claims: { jti, iat }, until });

/** A phone whose accounts answer what a test says, and which forgets as the real one does. */
async function inboxOf(answers, state = "active") {
  const store = new MemoryStore();
  for (const phone of Object.keys(answers)) {
    await store.putAccount({ phone, state });
  }
  const phone = {
    waiting: async (account) => {
      const answer = answers[account.phone];
      if (answer instanceof Error) {
        throw answer;
      }
      return { state: "active", requests: answer };
    },
    forget: (account) => store.deleteAccount(account.phone),
  };
  const inbox = new Inbox({ phone, store });
  const gone = [];
  inbox.addEventListener("gone", ({ detail }) => gone.push(detail.phone));
  return { inbox, store, gone, answers };
}

const idsOf = (inbox) => inbox.requests.map(({ claims }) => claims.jti);

test("requests of all accounts stand together, the oldest first, without those that are over", async () => {
  const { inbox } = await inboxOf({ a: [request("2", 20), request("0", 0, Date.now() - 1)], b: [request("1", 10)] });
  await inbox.ask();
  assert.deepEqual(idsOf(inbox), ["1", "2"]);
});

test("what was answered here does not come again", async () => {
  const { inbox } = await inboxOf({ a: [request("1", 10), request("2", 20)] });
  await inbox.ask();
  inbox.settled(inbox.requests[0]);
  await inbox.ask();
  assert.deepEqual(idsOf(inbox), ["2"]);
});

test("P10 a phone that was removed is forgotten, and said", async () => {
  const { inbox, store, gone } = await inboxOf({ a: new RefusedError("phone_revoked") });
  await inbox.ask();
  assert.deepEqual(gone, ["a"]);
  assert.deepEqual(await store.accounts(), []);
});

test("a realm that does not know the phone, or cannot be reached, costs no key", async () => {
  const { inbox, store, gone } = await inboxOf({ a: new RefusedError("invalid_signature"), b: new UnreachableError() });
  await inbox.ask();
  assert.deepEqual(gone, []);
  assert.deepEqual((await store.accounts()).map((account) => inbox.stateOf(account)), ["unknown", "unreached"]);
  assert.equal(inbox.isPartial, true);
});

test("an enrolment that was never confirmed is forgotten once the realm dropped it", async () => {
  const { inbox, gone } = await inboxOf({ a: new RefusedError("invalid_signature") }, "pending");
  await inbox.ask();
  assert.deepEqual(gone, ["a"]);
});

test("what was seen stays while the realm cannot be reached", async () => {
  const { inbox, answers } = await inboxOf({ a: [request("1", 10)] });
  await inbox.ask();
  answers.a = new UnreachableError();
  await inbox.ask();
  assert.deepEqual(idsOf(inbox), ["1"]);
});

test("two who ask at once ask once", async () => {
  const { inbox } = await inboxOf({ a: [] });
  assert.equal(inbox.ask(), inbox.ask());
});
