import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { statusOf } from "../../src/popup/status.js";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const manifest = JSON.parse(read("src/manifest.json"));
const locales = Object.fromEntries(
  readdirSync(new URL("../../src/_locales", import.meta.url)).map((name) => [name, JSON.parse(read(`src/_locales/${name}/messages.json`))]),
);

test("A31 the id that native hosts allow is the one of the manifest's key", () => {
  const digest = createHash("sha256").update(Buffer.from(manifest.key, "base64")).digest("hex");
  const id = [...digest.slice(0, 32)].map((digit) => "abcdefghijklmnop"[Number.parseInt(digit, 16)]).join("");
  assert.equal(read("extension-id.txt").trim(), id);
});

test("the extension asks for native messaging and for nothing else", () => {
  assert.deepEqual(manifest.permissions, ["nativeMessaging"]);
  for (const member of ["host_permissions", "optional_permissions", "optional_host_permissions", "web_accessible_resources"]) {
    assert.equal(member in manifest, false, member);
  }
});

test("A31 no other extension may speak to this one, which without a list each could", () => {
  assert.deepEqual(manifest.externally_connectable, { ids: [] });
});

test("A4 the content script runs in the top frame of pages with a realm's path only", () => {
  const [script, ...others] = manifest.content_scripts;
  assert.deepEqual(others, []);
  assert.equal(script.all_frames, false);
  assert.ok(script.matches.every((pattern) => pattern.endsWith("/realms/*")));
  assert.ok(script.matches.every((pattern) => /^(https:|http:\/\/(localhost|127\.0\.0\.1)\/)/.test(pattern)));
});

test("every file that the manifest names is there", () => {
  const files = [
    manifest.background.service_worker,
    manifest.action.default_popup,
    ...manifest.content_scripts.flatMap((script) => script.js),
    ...Object.values(manifest.icons),
    ...Object.values(manifest.action.default_icon),
  ];
  assert.deepEqual(files.filter((file) => !existsSync(new URL(`../../src/${file}`, import.meta.url))), []);
});

test("G12 Firefox gets the same extension: its manifest differs in what the browsers name differently, and in its id", () => {
  const { background, browser_specific_settings: settings, ...shared } = JSON.parse(read("firefox/manifest.json"));
  const { background: worker, key, minimum_chrome_version, externally_connectable, ...rest } = manifest;
  assert.deepEqual(shared, rest);
  assert.deepEqual(background, { scripts: [worker.service_worker], type: worker.type });
  assert.equal(settings.gecko.id, read("firefox-id.txt").trim());
  assert.deepEqual(settings.gecko.data_collection_permissions, { required: ["none"] });
});

test("A31 no page and no other extension can reach the one in Firefox: nothing listens to messages from outside", () => {
  const script = read("src/background.js");
  assert.doesNotMatch(script, /onMessageExternal|onConnectExternal|onConnect\b/);
});

test("English and German have the same texts, and every text that is used exists", () => {
  const keys = Object.keys(locales.en).sort();
  assert.deepEqual(Object.keys(locales), ["de", "en"]);
  assert.deepEqual(Object.keys(locales.de).sort(), keys);
  const used = new Set([...JSON.stringify(manifest).matchAll(/__MSG_(\w+)__/g)].map((match) => match[1]));
  for (const match of read("src/popup/popup.html").matchAll(/data-text="(\w+)"/g)) {
    used.add(match[1]);
  }
  for (const match of read("src/popup/popup.js").matchAll(/words\("(\w+)"\)|headline: "(\w+)"/g)) {
    used.add(match[1] ?? match[2]);
  }
  const answers = [{ ok: true, issuers: [{}] }, { ok: true, issuers: [] }, { ok: false, error: "agent_missing" }, undefined];
  for (const { headline, advice } of answers.map(statusOf)) {
    used.add(headline);
    if (advice) {
      used.add(advice);
    }
  }
  assert.deepEqual([...used].sort(), keys);
});

test("the pages of the extension hold no inline script, style or handler", () => {
  const page = read("src/popup/popup.html");
  assert.doesNotMatch(page, /<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i);
});
