import assert from "node:assert/strict";
import { test } from "node:test";
import { ActivityPage } from "../../main/resources/holdfast-console/activity-page.js";
import { CallError } from "../../main/resources/holdfast-console/admin-api.js";
import { activityOf } from "../../main/resources/holdfast-console/insights-address.js";
import { appOf, emptyPage, settled } from "./fake-page.mjs";

const policies = Array.from({ length: 600 }, (_, i) => ({ id: `id-${i}`, name: `Policy ${i}` }));

test("each of a realm's policies has its name in the filter, also where the first attempt to learn them failed", async () => {
  const body = emptyPage();
  let fails = true;
  const app = appOf({ api: {
    get: async (path) => {
      if (fails) {
        throw new CallError("server");
      }
      const parameters = new URLSearchParams(path.split("?")[1]);
      const skip = Number(parameters.get("skip"));
      return policies.slice(skip, skip + Number(parameters.get("limit")));
    },
    call: async () => ({ json: [], headers: new Headers() }),
    send: async (_, path) => (path.endsWith("/count") ? { count: 0 } : { intervals: [], values: [] }),
  } });
  const place = activityOf("acme", { policy: "id-599" });
  const page = new ActivityPage(app, place);
  body.append(page.element);
  await settled();
  const chip = () => body.querySelector(".chip-button").textContent;
  assert.match(chip(), /id-599/);
  fails = false;
  page.update(place);
  await settled();
  assert.match(chip(), /Policy 599/);
  assert.equal(body.querySelectorAll("option").filter((option) => /^Policy \d+$/.test(option.textContent)).length, 600);
});
