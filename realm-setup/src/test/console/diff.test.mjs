import assert from "node:assert/strict";
import { test } from "node:test";
import { AccessHistory } from "../../main/resources/holdfast-console/access-history.js";
import { changedLines } from "../../main/resources/holdfast-console/diff.js";
import { EventPage } from "../../main/resources/holdfast-console/event-page.js";
import { appOf, emptyPage, settled } from "./fake-page.mjs";

test("a change is told line by line, JSON by its members", () => {
  assert.deepEqual(changedLines({ from: "report", to: "enforce" }), [{ kind: "gone", text: "report" }, { kind: "new", text: "enforce" }]);
  assert.deepEqual(changedLines({ to: "x" }), [{ kind: "new", text: "x" }]);
  assert.deepEqual(changedLines({ from: '{"a":1,"b":2}', to: '{"a":1,"b":3}' }).map(({ kind, text }) => kind[0] + text.trim()),
    ["s{", 's"a": 1,', 'g"b": 2', 'n"b": 3', "s}"]);
  assert.deepEqual(changedLines({ from: "{no json", to: "{no json" }), [{ kind: "same", text: "{no json" }]);
  const long = Array.from({ length: 600 }, (_, i) => i).join("\n");
  assert.equal(changedLines({ from: long, to: long }).length, 1200);
});

test("what is no text is compared as JSON, and of a long list only what is gone or new is told", () => {
  assert.deepEqual(changedLines({ field: "x", from: { a: 1, b: 2 }, to: { a: 1, b: 3 } }).map(({ kind, text }) => [kind, text]),
    [["same", "{"], ["same", '  "a": 1,'], ["gone", '  "b": 2'], ["new", '  "b": 3'], ["same", "}"]]);
  assert.deepEqual(changedLines({ field: "ips", count_from: 200, count_to: 200, removed: ["10.0.0.1"], added: ["10.0.0.2"] }),
    [{ kind: "gone", text: "10.0.0.1" }, { kind: "new", text: "10.0.0.2" }]);
});

const ID = "0198f2a0-0001-7000-8000-5f2f6f0c1a11";
const longList = { field: "ips", count_from: 200, count_to: 201, removed: [], added: ["10.0.0.1"] };
const pages = {
  "the record": (app) => new EventPage(app, { realm: "acme", view: "event", id: ID }),
  "the changes of access": (app) => new AccessHistory(app),
};
for (const [where, pageOf] of Object.entries(pages)) {
  test(`${where} tells of a long list how long it was and is, and the entry that is new`, async () => {
    const body = emptyPage();
    const app = appOf({ userName: async () => "margaret", api: { get: async (path) => (path.includes("admin-events")
      ? path.includes("iplists") ? [{ time: 1_000, resourceType: "IPLIST", operationType: "UPDATE", representation: JSON.stringify({ changes: [longList] }) }] : []
      : { id: ID, timestamp: "2026-11-23T12:00:00Z", event_type: "iplist_update", success: true, changes: [longList] }) } });
    body.append(pageOf(app).element);
    await settled();
    assert.ok(body.textContent.includes(app.t("countChanged", { from: 200, to: 201 })));
    assert.deepEqual(body.querySelectorAll("ins").map((line) => line.textContent), [`${app.t("line_new")}+10.0.0.1`]);
    assert.deepEqual(body.querySelectorAll("del"), []);
  });
}
