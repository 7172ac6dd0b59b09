import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changeOf, merged } from "../../main/resources/holdfast-console/access-history.js";
import { stateOf } from "../../main/resources/holdfast-console/api-keys.js";
import { countries } from "../../main/resources/holdfast-console/condition-tree.js";
import { countsOf } from "../../main/resources/holdfast-console/impact.js";
import { entriesOf, lineOf } from "../../main/resources/holdfast-console/ip-lists.js";
import { withAction } from "../../main/resources/holdfast-console/policy-editor.js";
import { conditionWords, demandWords, leafWords, secondsOf, spanOf, targetWords } from "../../main/resources/holdfast-console/policy-words.js";
import { RECIPES } from "../../main/resources/holdfast-console/recipes.js";
import { LANGUAGES, translator } from "../../main/resources/holdfast-console/texts.js";
import { LEAVES, modeOf } from "../../main/resources/holdfast-console/policy-document.js";
import { requestOf, why, WHY } from "../../main/resources/holdfast-console/what-if.js";

const app = { t: translator("en"), locale: "en-GB" };

test("a policy reads as a sentence", () => {
  const policy = {
    type: "application",
    targets: { userGroups: { inclusions: ["/finance"], exclusions: ["/board"] }, resources: [{ type: "application", id: "ledger" }] },
    conditions: { any: [{ not: { ipAddressIn: ["id-1"] } }, { deviceCompliant: false }] },
    effect: { action: "allow", obligations: { mfa: { required: true }, mfaFactors: ["PUSH", { type: "DUO" }], session: { lifetime: 28_800 } } },
  };
  assert.equal(targetWords(app, policy), "/finance, except /board · ledger");
  assert.equal(conditionWords(app, policy, new Map([["id-1", "Office"]])), "the address is not in Office or the device is not compliant");
  assert.equal(demandWords(app, policy), "Phone or DUO · for 8 hours");
  assert.equal(conditionWords(app, { conditions: {} }), undefined);
  assert.equal(conditionWords(app, { conditions: { moon: 1 } }), app.t("conditionsUnreadable"));
  assert.equal(conditionWords(app, { conditions: { all: [{ any: [{ deviceManaged: true }, { role: ["a"] }] }, { any: [{ deviceFirewall: true }, { role: ["b"] }] }] } }),
    "(the device is managed or the person has the role a) and (the firewall is on or the person has the role b)");
});

for (const language of LANGUAGES) {
  for (const [name, leaf] of Object.entries(LEAVES)) {
    test(`a new condition has words in ${language}, as it is and denied: ${name}`, () => {
      const words = [false, true].map((negated) =>
        leafWords({ t: translator(language), locale: language }, { kind: "leaf", name, value: leaf.make(), negated }));
      assert.notEqual(words[0], words[1]);
      assert.ok(words.every((text) => text && !/undefined|\{/.test(text)), words.join());
    });
  }
}

test("each reason of the server's explanation has words of this page", () => {
  const source = readFileSync(new URL("../../../../conditional-access/src/main/java/dev/holdfast/access/explanation/ReasonCode.java", import.meta.url), "utf8");
  const codes = [...source.matchAll(/^ {4}([A-Z_]+)\("(.*)"\)[,;]$/gm)];
  assert.ok(codes.length > 30);
  assert.deepEqual([...WHY].sort(), codes.map(([, code]) => code.toLowerCase()).sort());
  for (const [, code, template] of codes) {
    const parts = [...template.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
    const said = why(app.t, { code: code.toLowerCase(), parameters: Object.fromEntries(parts.map((part) => [part, `<${part}>`])) });
    assert.doesNotMatch(said.replace(/<\w+>/g, ""), /\{|undefined/);
    for (const [, part] of app.t(`why_${code.toLowerCase()}`, Object.fromEntries(parts.map((name) => [name, `<${name}>`]))).matchAll(/<(\w+)>/g)) {
      assert.ok(parts.includes(part), code);
    }
  }
});

test("a reason of a newer server is said in its own words, and lists by their names", () => {
  assert.equal(why(app.t, { code: "moon_seen", parameters: {}, message: "the moon is full" }), "the moon is full");
  assert.equal(why(app.t, { code: "address_not_listed", parameters: { address: "10.0.0.1", lists: "id-1, VPN" } }, new Map([["id-1", "Office"]])),
    "10.0.0.1 is not in Office, VPN.");
});

test("a described request holds what was filled in, and nothing else", () => {
  assert.deepEqual(requestOf({ user: " ada ", type: "application", client: "", ip: "", place: "", device: "none", methods: [], risk: "" }),
    { user: "ada", type: "application" });
  assert.deepEqual(requestOf({ user: "ada", type: "application", place: "AT", device: "managed", assurance: "hardware", compliant: "no", osFamily: "linux",
    screenLock: "5", reported: "x", risk: "high", methods: ["PASSWORD"] }), {
    user: "ada", type: "application", place: { country: "AT" }, methods: ["PASSWORD"], risk: { level: "high" },
    device: { managed: true, assurance: "hardware", compliant: false, os: "linux", screenLockMinutes: 5 },
  });
  assert.equal(requestOf({ user: "ada", type: "ldap", place: "private", device: "none" }).place, "private");
});

test("a problem of an entry is found at its line of the text, with empty lines before it", () => {
  const entries = entriesOf("10.0.0.0/8\n\n  # office\nx\n");
  assert.deepEqual(entries.map(({ entry }) => entry), ["10.0.0.0/8", "# office", "x"]);
  assert.equal(lineOf("/ips/2", entries), 4);
  assert.equal(lineOf("/name", entries), undefined);
});

test("an admin event says of what it is, and one that says nothing is shown all the same", () => {
  const told = changeOf({ operationType: "UPDATE", resourceType: "AUTHNPOLICY", resourcePath: "authn/policies/abc",
    representation: '{"name":"MFA","changes":[{"field":"mode"}]}' });
  assert.deepEqual([told.kind, told.operation, told.id, told.name, told.changes.length], ["policy", "UPDATE", "abc", "MFA", 1]);
  const silent = changeOf({ operationType: "DELETE", resourceType: "IPLIST", resourcePath: "iplists/def" });
  assert.deepEqual([silent.kind, silent.name, silent.changes], ["ipList", "def", []]);
});

test("events of several sources stand in one order, only as far back as each was asked", () => {
  const at = (...times) => times.map((time) => ({ time }));
  const { events, hasMore } = merged([{ events: at(9, 5), ended: false }, { events: at(8, 2), ended: true }]);
  assert.deepEqual(events.map(({ time }) => time), [9, 8, 5]);
  assert.ok(hasMore);
  assert.deepEqual(merged([{ events: at(9, 5), ended: true }, { events: at(8), ended: true }]),
    { events: at(9, 8, 5), hasMore: false });
});

test("a key says when it ends soon, and when it has", () => {
  const now = Date.parse("2026-11-01T00:00:00Z");
  assert.equal(stateOf({ expires_at: "2026-10-31T00:00:00Z" }, now), "ended");
  assert.equal(stateOf({ expires_at: "2026-11-05T00:00:00Z" }, now), "soon");
  assert.equal(stateOf({ expires_at: "2027-11-05T00:00:00Z" }, now), "live");
});

test("what a draft changes is counted, the worst first", () => {
  const { total, changes } = countsOf({ total: 12, changes: [
    { from: "deny", to: "allow", count: 9, people: 2 },
    { from: "allow", to: "deny", count: 1, people: 1, examples: [{ id: "e", request: { user: "ada", client: "wiki" } }] },
  ] });
  assert.equal(total, 12);
  assert.deepEqual(changes.map(({ key }) => key), ["allow_deny", "deny_allow"]);
  assert.deepEqual(changes[0].examples, ["ada · wiki"]);
  assert.equal(countsOf({ total: 12 }).complete, true);
  assert.equal(countsOf({ total: 12, complete: false, until: "2026-11-01T00:00:00Z" }).complete, false);
});

test("another effect takes away what it cannot have", () => {
  const policy = { name: "x", effect: { action: "allow", obligations: { mfa: { required: true }, mfaFactors: ["PUSH"], session: { maxAge: 1 } } } };
  assert.deepEqual(withAction(policy, "deny").effect, { action: "deny" });
  assert.deepEqual(withAction(policy, "allow").effect, { action: "allow", obligations: { session: { maxAge: 1 } } });
  assert.deepEqual(withAction(withAction(policy, "deny"), "require").effect, { action: "allow", obligations: { mfa: { required: true } } });
});

test("what a realm begins with only reports", () => {
  for (const recipe of Object.values(RECIPES)) {
    assert.equal(modeOf(recipe(app.t)), "report");
  }
});

test("a length of time has its largest unit", () => {
  assert.deepEqual(spanOf(3_600), { unit: "hour", count: 1 });
  assert.deepEqual(spanOf(5_400), { unit: "minute", count: 90 });
  assert.deepEqual(spanOf(61), { unit: "second", count: 61 });
  assert.equal(secondsOf(2, "day"), 172_800);
});

test("countries are those of today", () => {
  const codes = [...countries("en").keys()];
  const known = ["AT", "DE", "US", "XK", "ZA"];
  assert.deepEqual(known.filter((code) => codes.includes(code)), known);
  assert.ok(!["DD", "SU", "EU", "ZZ", "UK", "YU"].some((code) => codes.includes(code)));
});
