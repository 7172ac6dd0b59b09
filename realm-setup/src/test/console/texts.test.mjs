import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { languageOf, LANGUAGES, TEXTS, translator } from "../../main/resources/holdfast-console/texts.js";

const FOLDER = new URL("../../main/resources/holdfast-console/", import.meta.url);
const files = readdirSync(FOLDER);
const source = Object.fromEntries(files.map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]));
const scripts = files.filter((name) => name.endsWith(".js"));
const partsOf = (text) => [...text.matchAll(/\{\w+\}/g)].map(([part]) => part).sort();

test("every language has every text, and none is empty", () => {
  const keys = Object.keys(TEXTS.en).sort();
  for (const language of LANGUAGES) {
    assert.deepEqual(Object.keys(TEXTS[language]).sort(), keys, language);
    assert.ok(Object.values(TEXTS[language]).every((text) => text.trim()), language);
  }
});

test("no two parts of the page have a text of the same name", () => {
  const keys = scripts.filter((name) => name.endsWith("texts.js"))
    .flatMap((name) => [...new Set([...source[name].matchAll(/^ {4}(\w+): /gm)].map(([, key]) => key))]);
  assert.deepEqual(keys.filter((key, i) => keys.indexOf(key) !== i), []);
});

for (const key of Object.keys(TEXTS.en)) {
  test(`the text ${key} has the same parts in every language`, () => {
    for (const language of LANGUAGES) {
      assert.deepEqual([...new Set(partsOf(TEXTS[language][key]))], [...new Set(partsOf(TEXTS.en[key]))], language);
    }
  });
}

test("every text that a script asks for is there, and every text there is asked for", () => {
  const all = scripts.filter((name) => !name.endsWith("texts.js")).map((name) => source[name]).join("\n");
  const asked = new Set([...all.matchAll(/\bt\(\s*"(\w+)"/g)].map(([, key]) => key));
  for (const key of asked) {
    assert.ok(key in TEXTS.en, key);
  }
  const words = new Set([...all.matchAll(/"(\w+)"/g)].map(([, word]) => word));
  const families = [...all.matchAll(/`(\w+_)\$\{/g)].map(([, family]) => family);
  for (const key of Object.keys(TEXTS.en)) {
    assert.ok(words.has(key) || families.some((family) => key.startsWith(family)), `nobody asks for ${key}`);
  }
});

test("A45 no script parses HTML, runs text, or keeps a token where others read it", () => {
  for (const name of scripts) {
    assert.doesNotMatch(source[name], /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|createContextualFragment|setHTML/, name);
    assert.doesNotMatch(source[name], /\.style\b|document\.cookie|indexedDB/, name);
  }
  assert.deepEqual(scripts.filter((name) => /localStorage\.setItem/.test(source[name])), ["console.js"]);
  assert.deepEqual(scripts.filter((name) => /storage\.setItem/.test(source[name])), ["sign-in.js"]);
});

test("the page preloads every module and holds no inline script or style", () => {
  const html = source["index.html"];
  for (const name of scripts) {
    assert.ok(html.includes(`"${name}"`), name);
  }
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
});

test("the language is the chosen one, else the browser's first that is spoken, else English", () => {
  assert.equal(languageOf("de", ["en-GB"]), "de");
  assert.equal(languageOf(null, ["fr-FR", "de-AT", "en"]), "de");
  assert.equal(languageOf("xx", ["fr"]), "en");
});

test("a part is put in as it is, and an unknown text is a mistake", () => {
  const t = translator("en");
  assert.equal(t("done_revoke", { name: "<b>{name}$&" }), "<b>{name}$& is revoked.");
  assert.throws(() => t("no_such_text"));
});
