import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as address from "../../main/resources/holdfast-console/access-address.js";
import { explanationOf, isLockOut } from "../../main/resources/holdfast-console/access-api.js";
import { addressOf, placeOf } from "../../main/resources/holdfast-console/address.js";
import { CallError } from "../../main/resources/holdfast-console/admin-api.js";
import {
  actionOf, conditionsOf, factorsOf, isForEverybody, LEAVES, mistakeOf, modeOf, nodeAt, treeOf, Unreadable, withMode, withValue,
} from "../../main/resources/holdfast-console/policy-document.js";

const read = (text) => {
  const at = text.indexOf("#");
  return placeOf(text.slice(0, at), text.slice(at));
};

for (const place of [
  address.accessPage("acme"),
  { ...address.accessPage("acme"), search: "finance & co", from: 51 },
  address.accessPage("", "policies", address.NEW),
  address.accessPage("acme", "policies", "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11"),
  ...["whatIf", "ipLists", "keys", "history"].map((page) => address.accessPage("acme", page)),
  address.accessPage("acme", "ipLists", "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11"),
]) {
  test(`an address of access leads back to its place: ${addressOf(place)}`, () => assert.deepEqual(read(addressOf(place)), place));
}

test("what an address of access does not say rightly is the list of policies", () => {
  for (const hash of ["#/access/policies/../keys", "#/access/nothing", "#/access?from=-3", "#/access/policies/"]) {
    assert.deepEqual(placeOf("", hash), address.accessPage(""), hash);
  }
});

for (const [what, conditions] of Object.entries({
  "none": {},
  "one": { deviceManaged: true },
  "one that must not hold": { not: { ipAddressIn: ["office"] } },
  "all of several": { all: [{ deviceManaged: true }, { risk: { atLeast: "high" } }] },
  "any of several": { any: [{ deviceManaged: true }, { not: { mfaConfigured: true } }] },
  "none of several": { not: { any: [{ role: ["a"] }, { group: ["/b"] }] } },
  "groups in groups": { all: [{ any: [{ role: ["a"] }, { not: { all: [{ group: ["/b"] }, { deviceFirewall: false }] } }] }, { deviceManaged: true }] },
  "an empty group": { any: [{ any: [] }, { deviceManaged: true }] },
})) {
  test(`conditions come back from the tree as they were: ${what}`, () => assert.deepEqual(conditionsOf(treeOf(conditions)), conditions));
}

test("conditions beside each other are all meant, and a double denial is kept", () => {
  assert.deepEqual(conditionsOf(treeOf({ deviceManaged: true, role: ["a"] })), { all: [{ deviceManaged: true }, { role: ["a"] }] });
  const twice = conditionsOf(treeOf({ not: { not: { deviceManaged: true } } }));
  assert.deepEqual(twice, { not: { all: [{ not: { deviceManaged: true } }] } });
});

test("a condition that the page does not know is said with its place, and never dropped", () => {
  assert.throws(() => treeOf({ any: [{ deviceManaged: true }, { moonPhase: "full" }] }),
    (error) => error instanceof Unreadable && error.pointer === "/conditions/any/1/moonPhase");
  assert.throws(() => treeOf({ toString: true }), Unreadable);
  assert.throws(() => treeOf({ all: {} }), Unreadable);
});

test("a JSON pointer of the server leads to the row that it is about, before and after a change", () => {
  const tree = treeOf({ all: [{ deviceManaged: true }, { not: { any: [{ role: [] }, { locationIn: { countries: ["XX"] } }] } }] });
  for (const again of [tree, (conditionsOf(tree), tree)]) {
    assert.equal(nodeAt(again, "/conditions/all/1/not/any/1/locationIn/countries/0").name, "locationIn");
    assert.equal(nodeAt(again, "/conditions/all/1/not/any").op, "any");
    assert.equal(nodeAt(again, "/effect"), undefined);
  }
});

test("every condition of the schema has a row, and every row's condition stands in the schema", () => {
  const folder = new URL("../../../../conditional-access/src/main/java/dev/holdfast/access/document/ConditionReader.java", import.meta.url);
  const known = [...readFileSync(folder, "utf8").matchAll(/leaves\.put\(\s*"(\w+)"/g)].map(([, name]) => name);
  assert.ok(known.length > 10);
  assert.deepEqual(Object.keys(LEAVES).sort(), known.sort());
});

test("the mode is one word, and switching off keeps what it comes back to", () => {
  assert.equal(modeOf({ mode: "report" }), "report");
  assert.equal(modeOf({}), "enforce");
  const off = withMode({ mode: "report", disabled: false }, "off");
  assert.equal(modeOf(off), "off");
  assert.equal(off.mode, "report");
  assert.equal(modeOf(withMode(off, "enforce")), "enforce");
});

test("allow, require and deny follow from the effect, and factors are read in both spellings", () => {
  assert.equal(actionOf({ effect: { action: "deny" } }), "deny");
  assert.equal(actionOf({ effect: { action: "allow" } }), "allow");
  assert.equal(actionOf({ effect: { action: "allow", obligations: { mfa: { required: true } } } }), "require");
  assert.equal(actionOf({ effect: { action: "allow", obligations: { userVerification: { requirement: "required" } } } }), "require");
  assert.deepEqual(factorsOf({ effect: { obligations: { mfaFactors: ["PUSH", { type: "TOTP" }] } } }), ["PUSH", "TOTP"]);
});

test("everybody is meant where nobody is named", () => {
  assert.ok(isForEverybody({}));
  assert.ok(isForEverybody({ targets: { users: { inclusions: ["ALL"] }, userGroups: { inclusions: ["/a"] } } }));
  assert.ok(!isForEverybody({ targets: { userGroups: { inclusions: ["/a"] } } }));
});

test("a member is set without touching what the form does not know, and empty objects go with their last member", () => {
  const policy = { effect: { action: "allow", somethingNew: 1, obligations: { session: { maxAge: 5 } } } };
  assert.deepEqual(withValue(policy, ["effect", "obligations", "session", "maxAge"], undefined), { effect: { action: "allow", somethingNew: 1 } });
  assert.deepEqual(withValue({}, ["targets", "users", "inclusions"], ["a"]), { targets: { users: { inclusions: ["a"] } } });
  assert.deepEqual(policy.effect.obligations.session, { maxAge: 5 });
});

for (const [text, line, column] of [
  ['{\n  "a": 1,\n  "b": oops\n}', 3, 8],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
  ['{"a": [1, 2,]}', 1, 13],
  ['{"a": 1,}', 1, 9],
  ['{"a": "\u0001"}', 1, 7],
  ['{"a": 01}', 1, 7],
  ['{"a" 1}', 1, 6],
  ["{", 1, 2],
  ['{"a": {"b": [true, {"c": null}]}} x', 1, 35],
  ["", 1, 1],
  ["[]", 1, 1],
]) {
  test(`text that is no JSON object is said with its line and column: ${JSON.stringify(text)}`, () =>
    assert.deepEqual(mistakeOf(text), { line, column }));
}

test("text that is a JSON object has no mistake", () => {
  assert.equal(mistakeOf('{"a": 1, "b": [], "c": {"d": "\\u00e4\\n", "e": -1.5e3}}'), undefined);
});

test("only a refusal that says lock-out can be forced", () => {
  assert.ok(isLockOut(new CallError("conflict", "", undefined, { error: "lock_out" })));
  assert.ok(!isLockOut(new CallError("conflict", "", undefined, { error: "name_taken" })));
  assert.ok(!isLockOut(new CallError("network")));
});

test("a simulation's answer keeps each condition with its value and reason", () => {
  const reason = { code: "no_device", parameters: {}, message: "" };
  const { decision, policies } = explanationOf({ decision: { action: "allow", by_default: true },
    policies: [{ id: "a", name: "A", standing: "not_matched", target: reason, condition: { combines: "not", value: "unknown", reason,
      parts: [{ condition: { deviceManaged: true }, value: "unknown", reason }] } }] });
  assert.ok(decision.byDefault);
  assert.equal(policies[0].condition.parts[0].value, "unknown");
});
