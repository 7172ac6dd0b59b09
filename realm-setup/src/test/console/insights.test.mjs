import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, placeOf } from "../../main/resources/holdfast-console/address.js";
import { csvOf } from "../../main/resources/holdfast-console/download.js";
import { auditOf, changedControls, countsOf } from "../../main/resources/holdfast-console/hardening-report.js";
import { activityOf, filtersOf } from "../../main/resources/holdfast-console/insights-address.js";
import { intervalOf, queryOf, termOf, timesOf, zoneOf } from "../../main/resources/holdfast-console/insights-api.js";
import { roundAbove, stepOf } from "../../main/resources/holdfast-console/plot.js";
import { columnsOf } from "../../main/resources/holdfast-console/record-numbers.js";
import {
  countryText, EVENT_TYPES, methodsOf, personText, placeText, policiesOf, resultOf, subjectText, typeText,
} from "../../main/resources/holdfast-console/record-words.js";
import { translator } from "../../main/resources/holdfast-console/texts.js";

const ID = "0198f2a0-0001-7000-8000-5f2f6f0c1a11";
const NOW = Date.parse("2026-11-23T12:00:00Z");
const t = translator("en");
const read = (address) => {
  const at = address.indexOf("#");
  return placeOf(address.slice(0, at), address.slice(at));
};

for (const place of [
  activityOf("acme"),
  activityOf("", { range: "month", service: "sso", result: "failure", decision: "deny", type: "sso_auth", person: "ada & co", ip: "2001:db8::1",
    country: "AT", policy: ID, application: "shop", device: ID, search: "a#b?c" }),
  activityOf("acme", { range: "own", from: "2026-11-01T08:00", to: "" }),
  { realm: "acme", view: "event", id: ID },
]) {
  test(`an address leads back to its place: ${addressOf(place)}`, () => assert.deepEqual(read(addressOf(place)), place));
}

for (const [what, hash] of Object.entries({
  "no event's id": "#/activity/../users",
  "filters that there are not": "#/activity?range=century&service=kitchen&result=maybe&decision=perhaps",
  "an own time without one": "#/activity?range=own&from=yesterday&to=2026-13-45T99:99",
})) {
  test(`what an address of the record does not say rightly is its start: ${what}`, () =>
    assert.deepEqual(placeOf("", hash), activityOf("")));
}

test("a place's time ends now, or where somebody says, and is never empty", () => {
  assert.deepEqual(timesOf(activityOf("", { range: "hour" }), NOW), { start: NOW - 3_600_000, end: NOW });
  const own = timesOf(activityOf("", { range: "own", from: "2026-11-01T08:00", to: "2026-11-02T08:00" }), NOW);
  assert.equal(own.end - own.start, 86_400_000);
  const turned = timesOf(activityOf("", { range: "own", from: "2026-11-02T08:00", to: "2026-11-01T08:00" }), NOW);
  assert.ok(turned.start < turned.end);
  assert.equal(timesOf(activityOf("", { range: "own", from: "2026-11-01T08:00", to: "2099-01-01T00:00" }), NOW).end, NOW);
});

test("each filter is one term, all of them have to hold, and a search looks at several beginnings", () => {
  assert.equal(termOf(activityOf("")), undefined);
  assert.deepEqual(termOf(activityOf("", { result: "failure", decision: "deny", country: "AT", person: "ada" })), { and: [
    { "initiated_by.username": "ada" }, { success: false }, { "auth_context.decision": "deny" }, { "geoip.country_code": "AT" }] });
  assert.deepEqual(termOf(activityOf("", { type: "user_create" })), { and: [{ event_type: "user_create" }] });
  assert.deepEqual(termOf(activityOf("", { type: "sign_ins" })), { and: [{ event_type: ["user_login_attempt", "admin_login_attempt", "sso_auth"] }] });
  assert.deepEqual(termOf(activityOf("", { country: "none", decision: "breakGlass" })), { and: [
    { "auth_context.break_glass": true }, { not: { "geoip.country_code": "*" } }] });
  const { and: [{ or }] } = termOf(activityOf("", { search: "ad" }));
  assert.ok(or.length > 3 && or.every((term) => Object.values(term)[0] === "ad*"));
  assert.equal(Object.values(termOf(activityOf("", { search: "ad*" })).and[0].or[0])[0], "ad*");
});

test("a query names its area and its time", () => {
  assert.deepEqual(queryOf(activityOf("", { service: "mfa" }), { start: NOW - 1000, end: NOW }), {
    service: ["mfa"], start_time: "2026-11-23T11:59:59.000Z", end_time: "2026-11-23T12:00:00.000Z" });
  assert.deepEqual(queryOf(activityOf(""), { start: 0, end: 1 }).service, ["all"]);
});

test("pieces of time are counted in the units of the REST API, days where somebody looks", () => {
  assert.deepEqual([300, 10_800, 604_800].map(intervalOf), [
    { interval_unit: "m", interval_value: 5 }, { interval_unit: "h", interval_value: 3 }, { interval_unit: "d", interval_value: 7 }]);
  assert.deepEqual([60, 0, -330].map(zoneOf), ["+0100", "+0000", "-0530"]);
});

test("a range has columns that can be told apart, and its axis ends at a round number", () => {
  for (const seconds of [3_600, 86_400, 604_800, 2_592_000, 7_776_000, 315_360_000]) {
    const columns = seconds / stepOf(NOW - seconds * 1000, NOW);
    assert.ok(columns >= 5 && columns <= 122, `${seconds}: ${columns}`);
  }
  assert.deepEqual([0, 1, 3, 5, 6, 11, 99, 100, 101].map(roundAbove), [1, 1, 4, 5, 10, 20, 100, 100, 200]);
});

test("columns begin where whoever looks has midnight, and every event is counted in its own", () => {
  const start = Date.parse("2026-11-20T23:30:00Z");
  const columns = columnsOf({ start, end: start + 2 * 86_400_000, step: 86_400, zoneMinutes: 60 },
    { success: [{ time: Date.parse("2026-11-21T23:00:00Z"), count: 3 }], failure: [{ time: Date.parse("2026-11-20T23:00:00Z"), count: 1 }] });
  assert.equal(new Date(columns[0].start).toISOString(), "2026-11-20T23:00:00.000Z");
  assert.deepEqual(columns.map(({ counts }) => counts), [{ failure: 1 }, { success: 3 }, {}]);
});

test("events have words, and those of others their own names", () => {
  for (const type of EVENT_TYPES) {
    assert.notEqual(typeText(t, type), type);
  }
  assert.equal(typeText(t, "coffee_made"), "coffee_made");
  assert.equal(typeText(t, "sign_ins"), "Any sign-in");
});

test("a denial by a policy is told from any other failure", () => {
  assert.equal(resultOf({ success: true, auth_context: { decision: "allow" } }), "success");
  assert.equal(resultOf({ success: false }), "failure");
  assert.equal(resultOf({ success: false, auth_context: { decision: "deny" } }), "denied");
});

test("places, people and things are named as far as they are known", () => {
  assert.equal(placeText(t, "en", { status: "located", country_code: "AT", city: "Vienna" }), "Vienna, Austria");
  assert.equal(placeText(t, "en", { status: "private" }), "Private network");
  assert.equal(placeText(t, "en", undefined), "Unknown place");
  assert.equal(countryText("not a code", "en"), "not a code");
  assert.equal(personText(t, { type: "user", username: "ada" }), "ada");
  assert.equal(personText(t, { type: "client", id: "robot" }), "robot");
  assert.equal(personText(t, { type: "unknown" }), "Unknown");
  assert.equal(subjectText({ resource: { id: "shop" } }), "shop");
  assert.equal(subjectText({}), "");
  assert.deepEqual(methodsOf({ auth_context: { auth_methods: { password: { success: true }, totp: { success: false } } } }), ["password"]);
});

test("policies that decided stand before those that only report, each once", () => {
  const applied = [{ id: "r", mode: "report" }, { id: "e", mode: "enforce" }, { id: "r", mode: "report" }];
  assert.deepEqual(policiesOf({ auth_context: { policies_applied: applied } }).map(({ id }) => id), ["e", "r"]);
  assert.deepEqual(policiesOf({}), []);
});

test("a file of a table has nothing that a spreadsheet would run", () => {
  assert.equal(csvOf([["a", 'say "hi"', "x,y"], ["=1+1", "", undefined]]), 'a,"say ""hi""","x,y"\r\n\'=1+1,,\r\n');
});

test("what is filtered can be told and taken off", () => {
  assert.deepEqual(filtersOf(activityOf("", { range: "month", person: "ada", result: "failure" })), [["result", "failure"], ["person", "ada"]]);
});

for (const place of [{ realm: "acme", view: "overview", range: "quarter" }, { realm: "", view: "hardening", profile: "L3" }]) {
  test(`an address leads back to its place: ${addressOf(place)}`, () => assert.deepEqual(read(addressOf(place)), place));
}

test("a report of hardening tells what became otherwise, and counts what is met", () => {
  const control = (id, measured, result) => ({ id, title: id, measured, wanted: "on", result });
  const before = { controls: [control("a", "off", "fail"), control("b", ["x", "y"], "fail"), control("c", null, "not_applicable")] };
  const after = { controls: [control("a", "on", "pass"), control("b", ["x", "y"], "fail"), control("c", null, "not_applicable")] };
  assert.deepEqual(changedControls({ before, after }).map((change) => [change.after.id, change.before.measured, change.after.measured]), [["a", "off", "on"]]);
  assert.deepEqual(countsOf(auditOf(after).controls), { pass: 1, fail: 1, not_applicable: 1 });
  assert.equal(auditOf(after).controls[1].measured, "x, y");
});
