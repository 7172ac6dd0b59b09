// The realm's policies in their order: search, a window of them at a time however many there are, and moving them by hand or keys.

import { accessPage, NEW } from "./access-address.js";
import { accessPaths, everyEntry, reasonOfRest } from "./access-api.js";
import { failureOf, worded } from "./access-notices.js";
import { ask, field } from "./dialog.js";
import { debounced, el, newId } from "./elements.js";
import { number } from "./formats.js";
import { button, toast, waiting } from "./notices.js";
import { actionOf, modeOf } from "./policy-document.js";
import { actionLabel, conditionWords, demandWords, modeLabel, targetWords } from "./policy-words.js";
import { startingPoint } from "./recipes.js";

const WINDOW = 50;
const QUIET_MILLIS = 150;

export class PolicyList {
  #app;
  #place;
  #policies;
  #names = new Map();
  #stop = new AbortController();
  #left = false;
  #search;
  #summary = el("p.summary", { role: "status" });
  #results = el("div.results.policies", { "aria-busy": "true" });
  #rest = el("div");
  #dragged;
  #moves = Promise.resolve();

  constructor(app, place) {
    const { t, abilities } = app;
    this.#app = app;
    this.#place = place;
    this.#search = el("input", { type: "search", id: newId("search"), maxlength: "255", autocomplete: "off", spellcheck: "false",
      placeholder: t("policySearchHint"), value: place.search });
    this.#search.addEventListener("input", debounced(QUIET_MILLIS, () => this.#searched()));
    this.element = el(
      "section",
      el("div.heading", el("div.title", el("h1", { tabindex: "-1" }, t("policies")), this.#summary),
        abilities.manage ? button(t("newPolicy"), () => app.go(accessPage(app.realm, "policies", NEW)), "primary", { "data-action": "new-policy" }) : null),
      this.#rest,
      el("p.lead", t("policiesText")),
      el("form.toolbar", { role: "search", onsubmit: (event) => event.preventDefault() },
        el("div.field.grow", el("label", { for: this.#search.id }, t("searchPolicies")), this.#search)),
      this.#results,
    );
    this.#results.append(waiting(t));
    this.#load();
  }

  update(place) {
    this.#place = place;
    if (this.#search.value.trim() !== place.search) {
      this.#search.value = place.search;
    }
    if (this.#policies) {
      this.#draw();
    }
  }

  leave() {
    this.#left = true;
    this.#stop.abort();
  }

  #searched() {
    const search = this.#search.value.trim();
    if (!this.#left && search !== this.#place.search) {
      this.#app.go({ ...this.#place, search, from: 1 }, { replace: true });
    }
  }

  async #load() {
    const app = this.#app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    this.#results.setAttribute("aria-busy", "true");
    try {
      const [rest, policies, lists] = await Promise.all([
        reasonOfRest(app.api, app.realm, stop.signal),
        everyEntry(app.api, (skip) => accessPaths.policies(app.realm, skip), stop.signal),
        everyEntry(app.api, (skip) => accessPaths.ipLists(app.realm, skip), stop.signal),
      ]);
      if (!stop.signal.aborted) {
        this.#rest.replaceChildren(...(rest ? [el("p.banner", { role: "note" }, app.t(rest))] : []));
        this.#names = new Map(lists.map((list) => [list.id, list.name]));
        this.#policies = policies;
        this.#moves = Promise.resolve();
        this.#draw();
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#results.replaceChildren(failureOf(app, error, () => this.#load(), true));
      }
    }
    if (!stop.signal.aborted) {
      this.#results.removeAttribute("aria-busy");
    }
  }

  #matching() {
    const words = this.#place.search.toLowerCase().split(/\s+/).filter(Boolean);
    const all = this.#policies.map((policy, index) => ({ policy, index }));
    return words.length ? all.filter(({ policy }) => {
      const text = this.#textOf(policy);
      return policy.id === this.#place.search || words.every((word) => text.includes(word));
    }) : all;
  }

  #textOf(policy) {
    const app = this.#app;
    return [policy.name, policy.description, targetWords(app, policy), conditionWords(app, policy, this.#names), demandWords(app, policy),
      app.t(`effect_${actionOf(policy)}`), app.t(`policyMode_${modeOf(policy)}`)].join(" ").toLowerCase();
  }

  #draw() {
    const { t, locale } = this.#app;
    const found = this.#matching();
    this.#summary.textContent = !this.#policies.length ? "" : found.length === 1 ? t("onePolicy") : t("countPolicies", { count: number(found.length, locale) });
    if (!this.#policies.length) {
      this.#results.replaceChildren(startingPoint(this.#app));
      return;
    }
    if (!found.length) {
      this.#results.replaceChildren(el("div.notice.notice-empty", el("span.notice-mark", { "aria-hidden": "true" }), el("h2", t("noPolicyMatches")),
        el("div.buttons", button(t("clearSearch"), () => this.#app.go({ ...this.#place, search: "", from: 1 })))));
      return;
    }
    const last = Math.max(0, Math.ceil(found.length / WINDOW) - 1);
    const page = Math.min(last, Math.floor((this.#place.from - 1) / WINDOW));
    const shown = found.slice(page * WINDOW, (page + 1) * WINDOW);
    this.#results.replaceChildren(
      this.#place.search && this.#app.abilities.manage ? el("p.hint", t("noMovingInSearch")) : "",
      this.#table(shown),
      found.length > WINDOW ? this.#pages(page, last, found.length) : "");
  }

  #table(shown) {
    const { t, abilities } = this.#app;
    const movable = abilities.manage && !this.#place.search;
    const columns = ["order", "policy", "then", "mode"];
    return el(
      "table.list.policy-list",
      { role: "table", "aria-label": t("policies") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
        columns.map((name) => el(`th.column-${name}`, { role: "columnheader", scope: "col" }, t(`column_${name}`))),
        movable ? el("th", { role: "columnheader" }, el("span.unseen", t("actions"))) : null)),
      el("tbody", { role: "rowgroup" }, shown.map(({ policy, index }) => this.#row(policy, index, movable))),
    );
  }

  #row(policy, index, movable) {
    const app = this.#app;
    const { t, locale } = app;
    const cell = (name, ...content) => el(`td.column-${name}`, { role: "cell", "data-label": t(`column_${name}`) }, ...content);
    const place = number(index + 1, locale);
    const row = el(
      `tr.mode-${modeOf(policy)}`,
      { role: "row", "data-policy": policy.id },
      cell("order",
        movable ? this.#handle(policy) : null,
        movable
          ? button(place, () => this.#askPlace(policy, index), "plain.place", { "aria-label": t("placeOf", { name: policy.name, place }) })
          : el("span.place", place)),
      cell("policy",
        app.link(accessPage(app.realm, "policies", policy.id), policy.name, "row-link"),
        el("span.about", targetWords(app, policy)),
        conditionWords(app, policy, this.#names) ? el("span.about", t("whenWords", { conditions: conditionWords(app, policy, this.#names) })) : null),
      cell("then", actionLabel(t, actionOf(policy)), el("span.about", demandWords(app, policy))),
      cell("mode", modeLabel(t, policy)),
      movable ? el("td.row-action.moves", { role: "cell" },
        this.#step(policy, index, -1, "moveUp", "↑"), this.#step(policy, index, 1, "moveDown", "↓")) : null,
    );
    if (movable) {
      this.#makeTarget(row, index);
    }
    return row;
  }

  #step(policy, index, by, key, sign) {
    const { t } = this.#app;
    const to = index + by;
    return el("button.button.plain.move", {
      type: "button", "data-move": key, "aria-label": t(key, { name: policy.name }), title: t(key, { name: policy.name }),
      disabled: to < 0 || to >= this.#policies.length, onclick: () => this.#move(policy, to, key),
    }, el("span", { "aria-hidden": "true" }, sign));
  }

  #handle(policy) {
    const { t } = this.#app;
    return el("span.handle", { draggable: "true", title: t("drag"), "aria-hidden": "true", ondragstart: (event) => {
      this.#dragged = policy;
      const row = event.target.closest("tr");
      row.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", policy.name);
      event.dataTransfer.setDragImage(row, 12, 12);
    }, ondragend: () => this.#undragged() }, "⠿");
  }

  #undragged() {
    this.#dragged = undefined;
    this.#results.querySelectorAll(".dragged, .drop-before, .drop-after").forEach((row) =>
      row.classList.remove("dragged", "drop-before", "drop-after"));
  }

  #makeTarget(row, index) {
    const isAfter = (event) => event.clientY > row.getBoundingClientRect().top + row.offsetHeight / 2;
    row.addEventListener("dragover", (event) => {
      if (this.#dragged) {
        event.preventDefault();
        event.dataTransfer.dropEffect = "move";
        row.classList.toggle("drop-after", isAfter(event));
        row.classList.toggle("drop-before", !isAfter(event));
      }
    });
    row.addEventListener("dragleave", () => row.classList.remove("drop-before", "drop-after"));
    row.addEventListener("drop", (event) => {
      event.preventDefault();
      const policy = this.#dragged;
      const from = this.#policies.indexOf(policy);
      const before = index + (isAfter(event) ? 1 : 0);
      this.#undragged();
      if (from >= 0) {
        this.#move(policy, before > from ? before - 1 : before);
      }
    });
  }

  #askPlace(policy, index) {
    const { t, locale } = this.#app;
    const most = this.#policies.length;
    const input = el("input", { type: "text", inputmode: "numeric", value: String(index + 1), maxlength: "6", autocomplete: "off" });
    const wished = () => (/^\d{1,6}$/.test(input.value.trim()) ? Number(input.value) : 0);
    ask({ t, title: t("movePolicy", { name: policy.name }), content: field(t("newPlace"), input, t("placeHint", { count: number(most, locale) })),
      label: t("move"),
      check: () => (wished() >= 1 && wished() <= most ? undefined : { field: input, text: t("numberWrong", { min: 1, max: number(most, locale) }) }),
      task: async () => () => this.#move(policy, wished() - 1),
    });
    input.select();
  }

  /** The list shows at once what is wished, so that the next move begins there; the server hears of one after the other. */
  #move(policy, to, key) {
    const { api, realm, t, locale } = this.#app;
    const { id, name } = policy;
    const from = this.#policies?.findIndex((other) => other.id === id) ?? -1;
    if (from < 0 || from === to) {
      return;
    }
    const neighbour = this.#policies[to].id;
    this.#policies.splice(to, 0, ...this.#policies.splice(from, 1));
    this.#show(id, to, key);
    const said = t("movedTo", { name, place: number(to + 1, locale), count: number(this.#policies.length, locale) });
    const made = this.#moves.then(() =>
      api.send("POST", accessPaths.move(realm, id), to < from ? { before: neighbour } : { after: neighbour }));
    this.#moves = made;
    this.#results.setAttribute("aria-busy", "true");
    made.then(() => toast(said), (error) => this.#refused(error, name)).finally(() => {
      if (made === this.#moves) {
        this.#results.removeAttribute("aria-busy");
      }
    });
  }

  /** The focus stays with the policy that moved. */
  #show(id, index, key) {
    const from = Math.floor(index / WINDOW) * WINDOW + 1;
    if (from !== this.#place.from && !this.#left) {
      this.#app.go({ ...this.#place, from }, { replace: true });
    } else {
      this.#draw();
    }
    const row = this.#results.querySelector(`tr[data-policy="${CSS.escape(id)}"]`);
    const step = key ? row?.querySelector(`[data-move="${key}"]`) : undefined;
    (step && !step.disabled ? step : row?.querySelector(".place"))?.focus();
    row?.classList.add("just-moved");
  }

  /** What is shown is not so, and what was to come after it is not tried: the list has to be read again. */
  #refused(error, name) {
    if (this.#left) {
      toast(this.#app.t("notMoved", { name }));
    } else if (this.#policies) {
      this.#policies = undefined;
      const hadFocus = this.#results.contains(document.activeElement);
      this.#results.replaceChildren(this.#app.failure(worded(error), () => this.#load()));
      if (hadFocus) {
        this.#results.querySelector("h2").focus();
      }
    }
  }

  #pages(page, last, count) {
    const { t, locale } = this.#app;
    const turn = (to, label, sign) => el("button.button.plain.page-turn", {
      type: "button", "aria-label": t(label), disabled: to < 0 || to > last || to === page,
      onclick: () => {
        this.#app.go({ ...this.#place, from: to * WINDOW + 1 });
        this.element.querySelector("h1").focus({ preventScroll: true });
        scrollTo(0, 0);
      },
    }, el("span", { "aria-hidden": "true" }, sign));
    return el("nav.pages", { "aria-label": t("pages") },
      el("span", t("range", { from: number(page * WINDOW + 1, locale), to: number(Math.min(count, (page + 1) * WINDOW), locale), count: number(count, locale) })),
      turn(0, "first", "«"), turn(page - 1, "previous", "‹"), turn(page + 1, "next", "›"), turn(last, "last", "»"));
  }
}
