import assert from "node:assert/strict";
import { test } from "node:test";
import { distance, grouped, localeOf, number, range, system, time } from "../../main/resources/holdfast-console/formats.js";

const NOW = Date.UTC(2026, 10, 22, 12);
const at = (seconds) => NOW / 1000 + seconds;

for (const [seconds, english, german] of [
  [-10, "now", "jetzt"],
  [-50, "50 seconds ago", "vor 50 Sekunden"],
  [-3_599, "59 minutes ago", "vor 59 Minuten"],
  [-3 * 3_600, "3 hours ago", "vor 3 Stunden"],
  [-86_400, "yesterday", "gestern"],
  [5 * 86_400, "in 5 days", "in 5 Tagen"],
  [-40 * 86_400, "last month", "letzten Monat"],
  [-800 * 86_400, "2 years ago", "vor 2 Jahren"],
]) {
  test(`${seconds} seconds from now is “${english}”`, () => {
    assert.equal(distance(at(seconds), NOW, "en"), english);
    assert.equal(distance(at(seconds), NOW, "de"), german);
  });
}

test("times and numbers follow the language", () => {
  assert.match(time(NOW / 1000, "de"), /22\.11\.2026/);
  assert.match(time(NOW / 1000, "en"), /Nov 22, 2026/);
  assert.equal(number(10_000, "de"), "10.000");
  assert.equal(number(10_000, "en"), "10,000");
});

test("dates are written as in the browser's country, if it speaks the page's language", () => {
  assert.equal(localeOf("en", ["de-AT", "en-GB", "en"]), "en-GB");
  assert.equal(localeOf("de", ["en-GB"]), "de");
});

test("a thumbprint is grouped, and loses nothing", () => {
  const key = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
  assert.equal(grouped(key).replaceAll(" ", ""), key);
  assert.equal(grouped(key).split(" ")[0], "NzbLsX");
});

test("a system shows what is known of it", () => {
  assert.equal(system({ os: "linux", os_version: "Debian GNU/Linux 12" }), "Debian GNU/Linux 12");
  assert.equal(system({ os: "linux", os_version: "6.1" }), "Linux 6.1");
  assert.equal(system({ os: "linux" }), "Linux");
});

const page = (shown, hasPrevious, hasNext) => ({ items: Array(shown).fill({}), hasPrevious, hasNext });

for (const [what, place, shown, count, lines] of [
  ["the first page begins with one, whatever led there", { line: 7 }, page(20, false, true), { count: 45, exact: true }, { from: 1, to: 20 }],
  ["counted on the way", { line: 21 }, page(20, true, true), { count: 10_000, exact: false }, { from: 21, to: 40 }],
  ["the last page ends with the count", { line: 0 }, page(20, true, false), { count: 45, exact: true }, { from: 26, to: 45 }],
  ["the last page of more than was counted", { line: 0 }, page(20, true, false), { count: 10_000, exact: false }, undefined],
  ["nobody counted", { line: 0 }, page(20, true, true), { count: 45, exact: true }, undefined],
  ["nothing to show", { line: 1 }, page(0, false, false), { count: 0, exact: true }, undefined],
]) {
  test(`a page of a list says which lines it shows: ${what}`, () => assert.deepEqual(range(place, shown, count), lines));
}
