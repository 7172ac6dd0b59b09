import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentLink } from "../../src/lib/agent-link.js";
import { Gate } from "../../src/lib/gate.js";
import { TrustedOrigins } from "../../src/lib/trust.js";
import { FakeHost } from "./fake-host.mjs";

const SELF = { id: "enkebgpdbogjbjleiommjdegleknefca", page: "chrome-extension://enkebgpdbogjbjleiommjdegleknefca/popup/popup.html" };
const REALM = "https://idp.example.com";
const DEVICE = "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11";
const JWS = "a.b.c";
const PAGE = {
  id: SELF.id,
  tab: { id: 3 },
  frameId: 0,
  origin: REALM,
  url: `${REALM}/realms/acme/protocol/openid-connect/auth?x=1`,
  documentId: "D1",
  documentLifecycle: "active",
};
const HELLO = {
  ok: true,
  agent_version: "1",
  issuers: [{ issuer: `${REALM}/realms/acme`, trusted_origins: [REALM], device: DEVICE }],
};

function gateWith(answers) {
  let time = 0;
  const host = new FakeHost((frame) => answers[frame.type]);
  const link = new AgentLink(host.environment);
  const trust = new TrustedOrigins(
    () => link.request({ type: "hello" }),
    () => time,
  );
  return { gate: new Gate(SELF, link, trust), host, pass: (milliseconds) => (time += milliseconds) };
}

const sentTypes = (host) => host.port.sent.map((frame) => frame.type);

test("A2 the agent gets the browser's origin, whatever the page writes", async () => {
  const { gate, host } = gateWith({ hello: HELLO, exchange: { ok: true, dust: JWS, account: "ada" } });
  const forged = { type: "exchange", challenge: JWS, origin: "https://other.example", sender: { origin: "https://x.example" } };
  assert.deepEqual(await gate.answer(forged, PAGE), { ok: true, dust: JWS, account: "ada" });
  assert.deepEqual(host.port.sent[1], { id: "request-1", type: "exchange", challenge: JWS, origin: REALM });
});

test("A2 a page of another origin that writes the realm's origin gets nothing", async () => {
  const { gate, host } = gateWith({ hello: HELLO });
  const foreign = { ...PAGE, origin: "https://evil.example", url: "https://evil.example/realms/acme/" };
  const reply = await gate.answer({ type: "exchange", challenge: JWS, origin: REALM }, foreign);
  assert.deepEqual(reply, { ok: false, error: "untrusted_origin" });
  assert.deepEqual(sentTypes(host), ["hello"]);
});

for (const origin of [
  "https://idp.example.com.evil",
  "https://login.example.com",
  "https://idp.example.com:8443",
  "http://idp.example.com",
  "https://xn--dp-goc.example.com",
]) {
  test(`A3 ${origin} is not the realm's origin`, async () => {
    const { gate } = gateWith({ hello: HELLO });
    assert.deepEqual(await gate.answer({ type: "origin-trusted" }, { ...PAGE, origin, url: `${origin}/realms/acme/` }), {
      trusted: false,
    });
  });
}

for (const [what, change] of Object.entries({
  "A4 a frame inside the page": { frameId: 7 },
  "A5 a document that was left": { documentLifecycle: "cached" },
  "A5 a document that is about to be removed": { documentLifecycle: "pending_deletion" },
  "a document that is still prerendered": { documentLifecycle: "prerender" },
  "a document that the browser does not name": { documentId: undefined },
  "A31 another extension": { id: "abcdefghijklmnopabcdefghijklmnop" },
  "A31 another extension's page": { id: "abcdefghijklmnopabcdefghijklmnop", url: SELF.page },
  "a page outside a tab": { tab: undefined },
  "an opaque origin": { origin: "null" },
  "a sender without an origin": { origin: undefined },
  "A3 an address of another origin": { url: "https://evil.example/realms/acme/" },
  "an address that is none": { url: "about:blank" },
})) {
  test(`${what} gets nothing, and the agent does not hear of it`, async () => {
    const { gate, host } = gateWith({ hello: HELLO });
    const reply = await gate.answer({ type: "exchange", challenge: JWS }, { ...PAGE, ...change });
    assert.deepEqual(reply, { ok: false, error: "untrusted_origin" });
    assert.equal(host.opened, 0);
  });
}

test("a trusted page learns that it is trusted, another only that it is not", async () => {
  const { gate } = gateWith({ hello: HELLO });
  assert.deepEqual(await gate.answer({ type: "origin-trusted" }, PAGE), { trusted: true });
  const other = { ...PAGE, origin: "https://a.example", url: "https://a.example/realms/x" };
  assert.deepEqual(await gate.answer({ type: "origin-trusted" }, other), { trusted: false });
});

test("a page cannot ask the agent who it is", async () => {
  const { gate } = gateWith({ hello: HELLO });
  for (const type of ["hello", "agent"]) {
    assert.deepEqual(await gate.answer({ type }, PAGE), { ok: false, error: "invalid_request" });
  }
});

test("the extension's own page may ask who the agent is, and nothing else", async () => {
  const { gate, host } = gateWith({ hello: HELLO });
  const own = { id: SELF.id, url: SELF.page };
  assert.deepEqual(await gate.answer({ type: "agent" }, own), HELLO);
  assert.deepEqual(await gate.answer({ type: "exchange", challenge: JWS }, own), { ok: false, error: "invalid_request" });
  assert.deepEqual(sentTypes(host), ["hello"]);
});

test("the agent's answer about origins is remembered", async () => {
  const { gate, host, pass } = gateWith({ hello: HELLO, status: { ok: false, error: "busy" } });
  await gate.answer({ type: "origin-trusted" }, PAGE);
  pass(60_000);
  await gate.answer({ type: "status" }, PAGE);
  assert.deepEqual(sentTypes(host), ["hello", "status"]);
  pass(300_000);
  await gate.answer({ type: "status" }, PAGE);
  assert.deepEqual(sentTypes(host), ["hello", "status", "hello", "status"]);
});

test("pages that are not trusted cannot make the extension ask again and again", async () => {
  const { gate, host, pass } = gateWith({ hello: HELLO });
  const other = { ...PAGE, origin: "https://a.example", url: "https://a.example/realms/x" };
  await gate.answer({ type: "origin-trusted" }, other);
  await gate.answer({ type: "origin-trusted" }, other);
  assert.deepEqual(sentTypes(host), ["hello"]);
  pass(2_000);
  await gate.answer({ type: "origin-trusted" }, other);
  assert.deepEqual(sentTypes(host), ["hello", "hello"]);
});

test("an agent that was removed from its realm makes the extension ask again", async () => {
  const { gate, host } = gateWith({ hello: HELLO, status: { ok: false, error: "not_enrolled" } });
  assert.deepEqual(await gate.answer({ type: "status" }, PAGE), { ok: false, error: "not_enrolled" });
  await gate.answer({ type: "origin-trusted" }, PAGE);
  assert.deepEqual(sentTypes(host), ["hello", "status", "hello"]);
});

test("without an agent no page is trusted, and a request says why", async () => {
  const { gate, host } = gateWith({});
  const asked = gate.answer({ type: "status" }, PAGE);
  host.disconnect("Specified native messaging host not found.");
  assert.deepEqual(await asked, { ok: false, error: "agent_missing" });
});

test("one document has at most four requests under way; another document is not held up", async () => {
  const { gate, host } = gateWith({ hello: HELLO });
  await gate.answer({ type: "origin-trusted" }, PAGE);
  const waiting = Array.from({ length: 4 }, () => gate.answer({ type: "status" }, PAGE));
  assert.deepEqual(await gate.answer({ type: "status" }, PAGE), { ok: false, error: "busy" });
  const other = gate.answer({ type: "status" }, { ...PAGE, documentId: "D2" });
  await new Promise((resolve) => setImmediate(resolve));
  host.disconnect("Native host has exited.");
  assert.deepEqual(await Promise.all([...waiting, other]), Array(5).fill({ ok: false, error: "agent_error" }));
  assert.equal(sentTypes(host).length, 6);
});

const FIREFOX = { id: "device-login@holdfast.dev", page: "moz-extension://6b3b7f0e-3f3a-4a6e-9d0e-1f2a3b4c5d6e/popup/popup.html" };

test("Firefox names neither a document nor its life: the top document of a tab is answered, a frame is not", async () => {
  const host = new FakeHost((frame) => ({ hello: HELLO, exchange: { ok: true, dust: JWS, account: "ada" } })[frame.type]);
  const link = new AgentLink(host.environment);
  const gate = new Gate(FIREFOX, link, new TrustedOrigins(() => link.request({ type: "hello" }), () => 0));
  const { documentId, documentLifecycle, ...page } = { ...PAGE, id: FIREFOX.id };
  const exchange = { type: "exchange", challenge: JWS };
  assert.equal((await gate.answer(exchange, page)).ok, true);
  assert.deepEqual(await gate.answer(exchange, { ...page, frameId: 7 }), { ok: false, error: "untrusted_origin" });
  assert.deepEqual(await gate.answer(exchange, { ...page, documentLifecycle: "cached" }), { ok: false, error: "untrusted_origin" });
});

test("Chromium names both: a message without them is refused there", async () => {
  const { gate } = gateWith({ hello: HELLO });
  const { documentId, documentLifecycle, ...page } = PAGE;
  assert.deepEqual(await gate.answer({ type: "exchange", challenge: JWS }, page), { ok: false, error: "untrusted_origin" });
});
