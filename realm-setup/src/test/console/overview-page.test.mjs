import assert from "node:assert/strict";
import { test } from "node:test";
import { queryOf, timesOf } from "../../main/resources/holdfast-console/insights-api.js";
import { OverviewPage } from "../../main/resources/holdfast-console/overview-page.js";
import { appOf, emptyPage, settled } from "./fake-page.mjs";

const HOUR = 3_600_000;

for (const [which, ago] of [["first", 7 * 24 * HOUR], ["last", 1]]) {
  test(`the ${which} column of sign-ins leads to the events that it counts`, async () => {
    const body = emptyPage();
    const asked = [];
    const app = appOf({ api: {
      get: async () => ({ policies: [], users: 0, devices: 0 }),
      send: async (_, __, query) => {
        asked.push(query);
        return { intervals: [{ start: new Date(Date.parse(query.end_time) - ago).toISOString(), count: 2 }] };
      },
    } });
    body.append(new OverviewPage(app, { realm: "acme", view: "overview", range: "week" }).element);
    await settled();
    const lines = body.querySelectorAll("tr").filter((row) => row.querySelector("button"));
    assert.equal(lines.length, 1);
    assert.deepEqual(lines[0].querySelectorAll("td").slice(1).map((cell) => cell.textContent), ["2", "2", "2", "2"]);
    lines[0].querySelector("button").fire("click");
    const [led] = app.went;
    const query = queryOf(led, timesOf(led, Date.now()));
    // Every decision and none: together that is any.
    assert.equal(asked.length, 4);
    for (const { service, search_term: { and: [types, decision, ...others] } } of asked) {
      assert.deepEqual([{ and: [types] }, service], [query.search_term, query.service]);
      assert.ok(JSON.stringify(decision).includes("auth_context.decision"));
      assert.deepEqual(others, []);
    }
    assert.ok(Date.parse(query.start_time) >= Date.parse(asked[0].start_time));
    if (which === "first") {
      assert.equal(query.start_time, asked[0].start_time);
    }
    assert.ok(Date.parse(query.end_time) - Date.parse(query.start_time) <= 6 * HOUR);
  });
}
