// Whoever clicks twice means once.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AccessHistory } from "../../main/resources/holdfast-console/access-history.js";
import { ActivityPage } from "../../main/resources/holdfast-console/activity-page.js";
import { busyWhile, el } from "../../main/resources/holdfast-console/elements.js";
import { activityOf } from "../../main/resources/holdfast-console/insights-address.js";
import { IpListPage } from "../../main/resources/holdfast-console/ip-lists.js";
import { newPolicy } from "../../main/resources/holdfast-console/policy-document.js";
import { PolicyEditor } from "../../main/resources/holdfast-console/policy-editor.js";
import { PolicyList } from "../../main/resources/holdfast-console/policy-list.js";
import { startingPoint } from "../../main/resources/holdfast-console/recipes.js";
import { SettingsPage } from "../../main/resources/holdfast-console/settings-page.js";
import { appOf, buttonOf, emptyPage, settled } from "./fake-page.mjs";

const ID = "0198f2a0-0001-7000-8000-5f2f6f0c1a11";

test("a task runs once however often its button is pressed meanwhile, and again afterwards, also where it failed", async () => {
  emptyPage();
  const button = el("button");
  let runs = 0;
  let end;
  const press = () => busyWhile(button, () => new Promise((_, fail) => {
    runs++;
    end = fail;
  }));
  const first = press();
  assert.equal(button.getAttribute("aria-disabled"), "true");
  await press();
  assert.equal(runs, 1);
  end(new Error("refused"));
  await assert.rejects(first, /refused/);
  assert.equal(button.hasAttribute("aria-disabled"), false);
  press();
  assert.equal(runs, 2);
});

const record = (number) => ({ id: `${number}`, timestamp: "2026-11-23T12:00:00Z", event_type: "sso_auth", success: true });

test("two clicks on \"Load more\" load one page of events, and the next click the next", async () => {
  const body = emptyPage();
  const asked = [];
  const app = appOf({ api: {
    call: async (_, path, query) => {
      asked.push(query.search_after?.[0]);
      const page = asked.length;
      return { json: [record(page)], headers: new Headers(page < 9 ? { "X-Search_after": JSON.stringify([page]) } : {}) };
    },
    send: async (_, path) => (path.endsWith("/count") ? { count: 9 } : { intervals: [] }),
  } });
  body.append(new ActivityPage(app, activityOf("acme")).element);
  await settled();
  const more = buttonOf(body, app.t("loadMore"));
  more.fire("click");
  more.fire("click");
  await settled();
  assert.deepEqual(asked, [undefined, 1]);
  assert.equal(body.querySelector("tbody").children.length, 2);
  more.fire("click");
  await settled();
  assert.deepEqual(asked, [undefined, 1, 2]);
});

test("two clicks on \"Show more\" show each change once", async () => {
  const body = emptyPage();
  const app = appOf({ userName: async () => "margaret", api: {
    get: async (path) => (path.includes("policies")
      ? Array.from({ length: 50 }, (_, i) => ({ time: 1_000 - Number(/first=(\d+)/.exec(path)[1]) - i, resourceType: "AUTHNPOLICY", operationType: "UPDATE" }))
      : []),
  } });
  body.append(new AccessHistory(app).element);
  await settled();
  const more = buttonOf(body, app.t("showMore"));
  more.fire("click");
  more.fire("click");
  await settled();
  const times = body.querySelectorAll("time").map((time) => time.getAttribute("datetime"));
  assert.equal(times.length, 100);
  assert.equal(new Set(times).size, 100);
});

test("two clicks on \"Save\" send a policy once, and a third, when the page shows what is stored, sends nothing", async () => {
  const body = emptyPage();
  let stored = { ...newPolicy(10), id: ID, name: "Before" };
  const sent = [];
  const app = appOf({ api: {
    get: async () => [],
    tagged: async () => ({ json: stored, tag: `"${sent.length}"` }),
    send: async (method, _, text) => {
      sent.push(method);
      return (stored = { ...JSON.parse(text), id: ID });
    },
  } });
  body.append(new PolicyEditor(app, { realm: "acme", view: "access", page: "policies", id: ID }).element);
  await settled();
  const name = body.querySelectorAll("input").find((input) => input.value === "Before");
  name.value = "Afterwards";
  name.fire("input");
  const form = body.querySelector("form.editor");
  form.fire("submit");
  form.fire("submit");
  await settled();
  body.querySelector("form.editor").fire("submit");
  await settled();
  assert.deepEqual(sent, ["PUT"]);
  assert.equal(stored.name, "Afterwards");
});

/** A list of four policies whose moves the test answers, one after the other. */
async function movingPolicies() {
  const body = emptyPage();
  const stored = ["a", "b", "c", "d"].map((id) => ({ ...newPolicy(), id, name: id }));
  const moves = [];
  const app = appOf({
    failure: (_, again) => el("section", el("h2"), el("button", { onclick: again }, "again")),
    api: {
      get: async (path) => (path.includes("/authn/policies") ? stored : []),
      send: (method, path, place) => new Promise((resolve, reject) => moves.push({ asked: [method, path.split("/").at(-2), place], resolve, reject })),
    },
  });
  body.append(new PolicyList(app, { realm: "acme", view: "access", page: "policies", search: "", from: 1 }).element);
  await settled();
  const press = (id, key) => body.querySelector(`tr[data-policy="${id}"]`).querySelector(`[data-move="${key}"]`).fire("click");
  const shown = () => body.querySelectorAll("tr").map((row) => row.getAttribute("data-policy")).filter(Boolean).join("");
  return { body, moves, press, shown };
}

test("two clicks on an arrow move a policy twice, and the server hears of the second move after the first is made", async () => {
  const { body, moves, press, shown } = await movingPolicies();
  press("a", "moveDown");
  press("a", "moveDown");
  await settled();
  assert.equal(shown(), "bcad");
  assert.deepEqual(moves.map(({ asked }) => asked), [["POST", "a", { after: "b" }]]);
  assert.equal(document.activeElement.getAttribute("data-move"), "moveDown");
  assert.equal(body.querySelector(".results").getAttribute("aria-busy"), "true");
  moves[0].resolve();
  await settled();
  assert.deepEqual(moves.map(({ asked }) => asked)[1], ["POST", "a", { after: "c" }]);
  assert.equal(body.querySelector(".toast").textContent, "a is now number 2 of 4.");
  moves[1].resolve();
  await settled();
  assert.equal(body.querySelector(".toast").textContent, "a is now number 3 of 4.");
  assert.equal(body.querySelector(".results").hasAttribute("aria-busy"), false);
  press("d", "moveUp");
  await settled();
  assert.deepEqual(moves.map(({ asked }) => asked)[2], ["POST", "d", { before: "a" }]);
});

test("after a refused move the next one is not tried, and the list is the server's again", async () => {
  const { body, moves, press, shown } = await movingPolicies();
  press("c", "moveUp");
  press("c", "moveUp");
  await settled();
  moves[0].reject(new Error("refused"));
  await settled();
  assert.equal(moves.length, 1);
  assert.equal(shown(), "");
  assert.equal(document.activeElement, body.querySelector("h2"));
  assert.equal(body.querySelector(".results").hasAttribute("aria-busy"), false);
  buttonOf(body, "again").fire("click");
  await settled();
  assert.equal(shown(), "abcd");
  press("b", "moveUp");
  await settled();
  assert.deepEqual(moves[1].asked, ["POST", "b", { before: "a" }]);
});

test("two clicks on \"Save\" send an IP list once", async () => {
  const body = emptyPage();
  const sent = [];
  const app = appOf({ api: {
    tagged: async () => ({ json: { id: ID, name: "Office", ips: ["192.0.2.0/24"] }, tag: '"1"' }),
    send: async (method, _, list) => {
      sent.push(method);
      return list;
    },
  } });
  body.append(new IpListPage(app, { realm: "acme", view: "access", page: "ipLists", id: ID }).element);
  await settled();
  const form = body.querySelector("form");
  form.fire("submit");
  form.fire("submit");
  await settled();
  assert.deepEqual(sent, ["PUT"]);
});

test("two clicks add a recipe once", async () => {
  const body = emptyPage();
  const sent = [];
  const app = appOf({ api: { send: async (method, _, policy) => {
    sent.push(policy.name);
    return { ...policy, id: ID };
  } } });
  body.append(startingPoint(app));
  const add = buttonOf(body, app.t("addInReport"));
  add.fire("click");
  add.fire("click");
  await settled();
  assert.deepEqual(sent, [app.t("recipe_admins")]);
});

test("two clicks on \"Save\" send settings once", async () => {
  const body = emptyPage();
  const sent = [];
  const app = appOf({ api: {
    get: async () => [{ key: "insightsRetentionDays", group: "record", kind: "number", label: "Retention", help: "Days", values: ["30"], min: 1, max: 90,
      default: "90" }],
    send: async (method) => void sent.push(method),
  } });
  body.append(new SettingsPage(app, { realm: "acme", view: "settings" }).element);
  await settled();
  body.querySelector("input").value = "31";
  const form = body.querySelector("form");
  form.fire("submit");
  form.fire("submit");
  await settled();
  assert.deepEqual(sent, ["PUT"]);
});
