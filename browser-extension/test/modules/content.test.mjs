import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../src/content.js", import.meta.url), "utf8");
const HERE = "https://idp.example.com";

/** Runs the content script in a page that is as small as the script needs. */
async function page({ trusted, answer = {}, prerendering = false, isActive = false }) {
  const posted = [];
  const asked = [];
  const window = new EventTarget();
  const document = new EventTarget();
  const events = [];
  document.documentElement = { dataset: {} };
  document.prerendering = prerendering;
  document.addEventListener("holdfast-ready", () => events.push("holdfast-ready"));
  window.postMessage = (message, origin) => posted.push({ message: structuredClone(message), origin });
  const sendMessage = async (message) => {
    asked.push(structuredClone(message));
    return message.type === "origin-trusted" ? { trusted } : answer(message);
  };
  vm.runInNewContext(SOURCE, { window, document, location: { origin: HERE }, navigator: { userActivation: { isActive } }, chrome: { runtime: { sendMessage } }, Event });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  const send = async (data, { source = window, origin = HERE } = {}) => {
    const event = new Event("message");
    window.dispatchEvent(Object.assign(event, { data, source, origin }));
    await settle();
  };
  return { posted, asked, events, send, document, settle };
}

const request = { holdfast: 1, to: "agent", id: "7", type: "status" };

test("a page that is not trusted sees no trace and gets no answer", async () => {
  const { posted, asked, events, send, document } = await page({ trusted: false });
  await send(request);
  assert.deepEqual(document.documentElement.dataset, {});
  assert.deepEqual(events, []);
  assert.deepEqual(posted, []);
  assert.deepEqual(asked, [{ type: "origin-trusted" }]);
});

test("a trusted page sees the attribute and the event", async () => {
  const { events, document } = await page({ trusted: true });
  assert.equal(document.documentElement.dataset.holdfast, "1");
  assert.deepEqual(events, ["holdfast-ready"]);
});

test("a prerendered page is announced to only when a person sees it", async () => {
  const { asked, document, settle } = await page({ trusted: true, prerendering: true });
  assert.deepEqual(asked, []);
  document.dispatchEvent(new Event("prerenderingchange"));
  await settle();
  assert.equal(document.documentElement.dataset.holdfast, "1");
});

test("an unlock passes only while the browser reports a person's click, and other requests pass without", async () => {
  const unlock = { ...request, type: "unlock", challenge: "a.b.c" };
  const answer = ({ type }) => ({ ok: true, type });
  const idle = await page({ trusted: true, answer });
  await idle.send(unlock);
  assert.deepEqual(idle.posted.at(-1).message, { ok: false, error: "cancelled", holdfast: 1, to: "page", id: "7" });
  assert.equal(idle.asked.length, 1);
  await idle.send(request);
  assert.equal(idle.posted.at(-1).message.ok, true);
  const clicked = await page({ trusted: true, answer, isActive: true });
  await clicked.send(unlock);
  assert.deepEqual(clicked.posted.at(-1).message, { ok: true, type: "unlock", holdfast: 1, to: "page", id: "7" });
});

test("a reply goes to the page's own origin, with the request's id", async () => {
  const { posted, send } = await page({ trusted: true, answer: () => ({ ok: false, error: "busy", id: "x", to: "agent" }) });
  await send(request);
  assert.deepEqual(posted, [
    { message: { holdfast: 1, to: "page", id: "7", ok: false, error: "busy" }, origin: HERE },
  ]);
});

test("A2 an origin in the page's message does not reach the background", async () => {
  const { asked, send } = await page({ trusted: true, answer: () => ({ ok: true }) });
  await send({ ...request, type: "exchange", challenge: "a.b.c", origin: "https://other.example" });
  assert.deepEqual(asked[1], { type: "exchange", challenge: "a.b.c", registration: undefined, id_token: undefined });
});

for (const [what, data, from] of [
  ["of another window", request, { source: {} }],
  ["of another origin", request, { origin: "https://evil.example" }],
  ["of an opaque origin", request, { origin: "null" }],
  ["meant for the page", { ...request, to: "page" }],
  ["of another protocol", { ...request, holdfast: 2 }],
  ["without an id", { ...request, id: undefined }],
  ["with an endless id", { ...request, id: "x".repeat(65) }],
  ["that is no object", "status"],
  ["that is nothing", null],
]) {
  test(`a message ${what} is ignored`, async () => {
    const { posted, asked, send } = await page({ trusted: true, answer: () => ({ ok: true }) });
    await send(data, from);
    assert.equal(asked.length, 1);
    assert.deepEqual(posted, []);
  });
}

test("an extension that is gone answers agent_error", async () => {
  const { posted, send } = await page({
    trusted: true,
    answer: () => {
      throw new Error("Extension context invalidated.");
    },
  });
  await send(request);
  assert.deepEqual(posted[0].message, { holdfast: 1, to: "page", id: "7", ok: false, error: "agent_error" });
});
