import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { languageOf, LANGUAGES, TEXTS, translator } from "../../main/resources/holdfast-phone-app/texts.js";

const FOLDER = new URL("../../main/resources/holdfast-phone-app/", import.meta.url);
const files = readdirSync(FOLDER);
const bytes = (name) => readFileSync(new URL(name, FOLDER));
const scripts = files.filter((name) => name.endsWith(".js"));
const source = Object.fromEntries(scripts.map((name) => [name, bytes(name).toString("utf8")]));
const all = scripts.filter((name) => name !== "texts.js").map((name) => source[name]).join("\n");
const partsOf = (text) => [...new Set([...text.matchAll(/\{\w+\}/g)].map(([part]) => part))].sort();

test("every language has every text with the same parts, and none is empty", () => {
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(TEXTS[language]).sort(), Object.keys(TEXTS.en).sort(), language);
    for (const [key, text] of Object.entries(TEXTS[language])) {
      assert.ok(text.trim(), key);
      assert.deepEqual(partsOf(text), partsOf(TEXTS.en[key]), key);
    }
  }
});

test("every text that a script asks for is there, and every text there is asked for", () => {
  for (const [, key] of all.matchAll(/\bt\(\s*"(\w+)"/g)) {
    assert.ok(key in TEXTS.en, key);
  }
  const words = new Set([...all.matchAll(/"(\w+)"/g)].map(([, word]) => word));
  const families = [...all.matchAll(/`(\w+_)\$\{/g)].map(([, family]) => family);
  for (const key of Object.keys(TEXTS.en)) {
    assert.ok(words.has(key) || families.some((family) => key.startsWith(family)), `nobody asks for ${key}`);
  }
});

test("a part is put in as it is, and an unknown text is a mistake", () => {
  const t = translator("en");
  assert.equal(t("removed", { account: "<b>{account}$&" }), "<b>{account}$& was removed");
  assert.throws(() => t("no_such_text"));
});

test("the language is the chosen one, else the first of the browser's that is spoken, else English", () => {
  assert.equal(languageOf("de", ["en-GB"]), "de");
  assert.equal(languageOf(undefined, ["fr-FR", "de-AT", "en"]), "de");
  assert.equal(languageOf("xx", ["fr"]), "en");
});

test("A45 no script parses HTML or runs text, and only one names a script, which is always the same", () => {
  for (const name of scripts) {
    assert.doesNotMatch(source[name], /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|createContextualFragment|setHTML/, name);
    assert.doesNotMatch(source[name], /\.style\b|document\.cookie|localStorage|sessionStorage/, name);
  }
  assert.deepEqual(scripts.filter((name) => /createScriptURL/.test(source[name])), ["wake-up.js"]);
});

test("P13 the app loads nothing from elsewhere, and its page holds no inline script or style", () => {
  const html = bytes("index.html").toString("utf8");
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
  for (const text of [html, bytes("app.css").toString("utf8"), all]) {
    const addresses = [...text.matchAll(/https?:\/\/[\w./]+/g)].map(([address]) => address);
    assert.deepEqual(addresses.filter((address) => address !== "http://www.w3.org/2000/svg"), []);
  }
});

test("P12 every file that the app needs is kept for when the network is gone", () => {
  const kept = JSON.parse(`[${/const FILES = \[(.*?)\];/s.exec(source["service-worker.js"])[1].replace(/,\s*$/, "")}]`);
  // Icons that only the platform asks for, and the page, whose name is the folder's.
  const others = ["apple-touch-icon.png", "badge-96.png", "icon-maskable-512.png", "index.html", "service-worker.js"];
  assert.deepEqual([...kept.filter((name) => name !== "./"), ...others].sort(), files.sort());
  assert.ok(kept.includes("./"));
});

test("P13 the manifest names its own realm's app alone, and icons that are as large as it says", () => {
  const manifest = JSON.parse(bytes("manifest.webmanifest"));
  assert.equal(manifest.start_url, "./");
  assert.equal(manifest.scope, "./");
  // An id would be the same for every realm of an origin; without one it is the start's address.
  assert.equal("id" in manifest, false);
  assert.equal(manifest.display, "standalone");
  const purposes = new Set();
  for (const { src, sizes, type, purpose } of manifest.icons) {
    purposes.add(`${purpose} ${sizes}`);
    if (type === "image/png") {
      const header = bytes(src);
      assert.equal(`${header.readUInt32BE(16)}x${header.readUInt32BE(20)}`, sizes, src);
    }
  }
  for (const needed of ["any 192x192", "any 512x512", "maskable 512x512"]) {
    assert.ok(purposes.has(needed), needed);
  }
});

test("file names are such as the realm serves", () => {
  for (const name of files) {
    assert.match(name, /^[a-z0-9.-]+\.(html|css|js|svg|png|webmanifest)$/);
  }
});
