import assert from "node:assert/strict";
import { test } from "node:test";
import { HardeningPage } from "../../main/resources/holdfast-console/hardening-page.js";
import { appOf, buttonOf, emptyPage, settled } from "./fake-page.mjs";

const audit = (result, measured) => ({ controls: [{ id: "brute-force", title: "Brute force", measured, wanted: "on", result, appliable: true }] });
const weak = audit("fail", "off");

async function opened(preview) {
  const body = emptyPage();
  const app = appOf({ api: { get: async () => weak, send: (...call) => preview(...call) } });
  const page = new HardeningPage(app, { realm: "acme", view: "hardening", profile: "L2" });
  body.append(page.element);
  await settled();
  buttonOf(body, app.t("previewApply")).fire("click");
  await settled();
  return { body, app, page };
}

test("a preview that comes after its page was left asks nothing, and the call for it ends with the page", async () => {
  for (const ends of [(resolve) => resolve({ before: weak, after: audit("pass", "on") }), (_, reject) => reject(new Error("too late"))]) {
    let end;
    let signal;
    const { body, page } = await opened((_, __, ___, given) => {
      signal = given;
      return new Promise((resolve, reject) => (end = () => ends(resolve, reject)));
    });
    page.leave();
    assert.ok(signal.aborted);
    end();
    await settled();
    assert.equal(body.querySelector("dialog"), null);
    assert.ok(body.querySelector(".controls"), "what the page showed stays");
  }
});

test("a dialog goes with the page that opened it", async () => {
  for (const after of [audit("pass", "on"), weak]) {
    const { body, page } = await opened(async () => ({ before: weak, after }));
    assert.ok(body.querySelector("dialog"));
    page.leave();
    assert.equal(body.querySelector("dialog"), null);
  }
});

test("what would change nothing cannot be applied", async () => {
  const { body, app } = await opened(async () => ({ before: weak, after: weak }));
  const dialog = body.querySelector("dialog");
  assert.ok(dialog.textContent.includes(app.t("nothingToApply")));
  assert.deepEqual(dialog.querySelectorAll("button").map((button) => button.textContent), [app.t("close")]);
});

test("what would change something is applied by whoever confirms it", async () => {
  const sent = [];
  const { body, app } = await opened(async (method, path) => {
    sent.push(path.includes("dryRun=true"));
    return { before: weak, after: audit("pass", "on") };
  });
  body.querySelector("dialog").querySelector("form").fire("submit");
  await settled();
  assert.deepEqual(sent, [true, false]);
  assert.ok(body.querySelector(".hardening-report").textContent.includes("Brute force"));
  assert.equal(document.getElementById("toasts").textContent, app.t("applied", { profile: "L2" }));
});
