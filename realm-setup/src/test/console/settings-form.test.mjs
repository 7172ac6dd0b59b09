import assert from "node:assert/strict";
import { test } from "node:test";
import { changesOf, grouped, isWrong, textOf, valuesOf } from "../../main/resources/holdfast-console/settings-form.js";

const nonce = { key: "nonceLifetime", kind: "number", min: 30, max: 600, default: "120", values: ["120"] };
const switched = { key: "deviceLogin", kind: "switch", default: "true", values: [] };
const choice = { key: "registrationPolicy", kind: "choice", default: "owner-if-set", values: [] };
const groups = { key: "rollOutGroups", kind: "texts", values: ["/staff", "/it"] };
const unknown = { key: "somethingNew", kind: "text", values: [] };

test("settings stand in groups, and one that no group names stands at the end", () => {
  assert.deepEqual(grouped([unknown, nonce, groups, switched]).map(([name, members]) => [name, members.map(({ key }) => key)]), [
    ["rollOut", ["deviceLogin", "rollOutGroups"]],
    ["limits", ["nonceLifetime"]],
    ["more", ["somethingNew"]],
  ]);
});

test("what a phone must do stands before the limits, and those before lifetimes", () => {
  const named = ["pushNonceLifetime", "pushPerUser", "push", "pushContact"].map((key) => ({ ...unknown, key }));
  assert.deepEqual(grouped(named).map(([name]) => name), ["push", "pushAsking", "pushTelling", "pushLifetimes"]);
});

test("a switch and a choice show their default, a text field stays empty for it", () => {
  assert.equal(textOf(switched), "true");
  assert.equal(textOf(choice), "owner-if-set");
  assert.equal(textOf(unknown), "");
  assert.equal(textOf(groups), "/staff\n/it");
});

test("several values stand one a line, and a PEM block is one", () => {
  assert.deepEqual(valuesOf(groups, " /staff \n\n/it\n"), ["/staff", "/it"]);
  const pem = "-----BEGIN CERTIFICATE-----\nAAAA\nBBBB\n-----END CERTIFICATE-----";
  assert.deepEqual(valuesOf(groups, `${pem}\n\n${pem}\n`), [pem, pem]);
  assert.deepEqual(valuesOf(nonce, " 60 "), ["60"]);
  assert.deepEqual(valuesOf(nonce, "  "), []);
});

test("a number out of its bounds, or none, is wrong; an empty field is the default", () => {
  for (const value of ["29", "601", "-1", "1.5", "abc", "9".repeat(20)]) {
    assert.ok(isWrong(nonce, [value]), value);
  }
  assert.ok(!isWrong(nonce, ["30"]));
  assert.ok(!isWrong(nonce, []));
  assert.ok(!isWrong(groups, ["anything"]));
});

test("only what differs is sent, and an emptied field as an empty list", () => {
  const all = [nonce, switched, choice, groups];
  const same = new Map(all.map((setting) => [setting.key, textOf(setting)]));
  assert.deepEqual(changesOf(all, same), {});
  const changed = new Map(same).set("nonceLifetime", "").set("deviceLogin", "false").set("rollOutGroups", "/it");
  assert.deepEqual(changesOf(all, changed), { nonceLifetime: [], deviceLogin: ["false"], rollOutGroups: ["/it"] });
});
