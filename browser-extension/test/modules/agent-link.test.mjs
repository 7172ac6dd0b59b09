import assert from "node:assert/strict";
import { test } from "node:test";
import { AgentLink, TIME_LIMIT } from "../../src/lib/agent-link.js";
import { FakeHost } from "./fake-host.mjs";

const JWS = "a.b.c";

test("replies find their request by id, in any order", async () => {
  const host = new FakeHost();
  const link = new AgentLink(host.environment);
  const first = link.request({ type: "register-begin", challenge: JWS });
  const second = link.request({ type: "register-begin", challenge: JWS });
  const [a, b] = host.port.sent;
  assert.notEqual(a.id, b.id);
  host.port.reply({ id: b.id, ok: true, registration_nonce: "second" });
  host.port.reply({ id: a.id, ok: true, registration_nonce: "first" });
  assert.equal((await first).registration_nonce, "first");
  assert.equal((await second).registration_nonce, "second");
  assert.equal(host.opened, 1);
});

test("replies that answer no request are ignored", async () => {
  const host = new FakeHost();
  const reply = new AgentLink(host.environment).request({ type: "register-begin", challenge: JWS });
  for (const stray of [null, 7, {}, { id: "other", ok: true, registration_nonce: "x" }]) {
    host.port.reply(stray);
  }
  host.port.reply({ id: host.port.sent[0].id, ok: true, registration_nonce: "mine" });
  host.port.reply({ id: host.port.sent[0].id, ok: true, registration_nonce: "late" });
  assert.equal((await reply).registration_nonce, "mine");
});

test("a request that takes too long is agent_error, and its late reply is ignored", async () => {
  const host = new FakeHost();
  const reply = new AgentLink(host.environment).request({ type: "status" });
  assert.deepEqual(host.timers.map((timer) => timer.milliseconds), [TIME_LIMIT]);
  host.timers[0].task();
  assert.deepEqual(await reply, { ok: false, error: "agent_error" });
  host.port.reply({ id: host.port.sent[0].id, ok: false, error: "busy" });
});

for (const message of [
  "Specified native messaging host not found.",
  "Access to the specified native messaging host is forbidden.",
  "No such native application dev.holdfast.agent",
  "This extension does not have permission to use native application dev.holdfast.agent (or the application is not installed)",
]) {
  test(`A31 "${message}" is agent_missing`, async () => {
    const host = new FakeHost();
    const reply = new AgentLink(host.environment).request({ type: "status" });
    host.disconnect(message);
    assert.deepEqual(await reply, { ok: false, error: "agent_missing" });
  });
}

test("a host that exits fails every waiting request, and the next request starts it again", async () => {
  const host = new FakeHost();
  const link = new AgentLink(host.environment);
  const waiting = [link.request({ type: "status" }), link.request({ type: "status" })];
  host.disconnect("Native host has exited.");
  assert.deepEqual(await Promise.all(waiting), Array(2).fill({ ok: false, error: "agent_error" }));
  const next = link.request({ type: "register-begin", challenge: JWS });
  assert.equal(host.opened, 2);
  host.port.reply({ id: host.port.sent[0].id, ok: true, registration_nonce: "again" });
  assert.equal((await next).registration_nonce, "again");
});

test("a port that closes late does not take its successor along", async () => {
  const host = new FakeHost();
  const link = new AgentLink(host.environment);
  const first = link.request({ type: "status" });
  const old = host.port;
  host.disconnect("Native host has exited.");
  await first;
  const next = link.request({ type: "register-begin", challenge: JWS });
  old.close();
  host.port.reply({ id: host.port.sent[0].id, ok: true, registration_nonce: "alive" });
  assert.equal((await next).registration_nonce, "alive");
});

test("a port that cannot be opened is agent_error, and is tried again", async () => {
  const host = new FakeHost();
  const link = new AgentLink({
    ...host.environment,
    connect: () => {
      throw new Error("no port");
    },
  });
  assert.deepEqual(await link.request({ type: "status" }), { ok: false, error: "agent_error" });
});

test("A32 a frame over 65,536 bytes is not sent", async () => {
  const host = new FakeHost();
  const reply = await new AgentLink(host.environment).request({ type: "exchange", challenge: "ü".repeat(32_768) });
  assert.deepEqual(reply, { ok: false, error: "invalid_request" });
  assert.equal(host.opened, 0);
});
