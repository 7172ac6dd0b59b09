// The list: search as one types, filters, pages. It asks for one page at a time, however many devices there are.

import { ASSURANCES, listOf, PAGE_SIZES, START, STATUSES } from "./address.js";
import { paths } from "./admin-api.js";
import { debounced, el, newId, walkable } from "./elements.js";
import { distance, number, range, system, time } from "./formats.js";
import { button, explained, notice, waiting } from "./notices.js";
import { PostureOverview } from "./posture.js";

const QUIET_MILLIS = 250;

export const statusLabel = (t, status) =>
  el(`span.label.label-${status}`, el("span.label-dot", { "aria-hidden": "true" }), t(`status_${status}`));

export const assuranceLabel = (t, assurance) => el(`span.assurance.assurance-${assurance}`, t(`assurance_${assurance}`));

/** A time as its distance, with the exact one behind it. */
export const when = (app, seconds) =>
  el("time", { datetime: new Date(seconds * 1000).toISOString(), title: time(seconds, app.locale) },
    distance(seconds, Date.now(), app.locale));

export class DeviceList {
  #app;
  #place;
  #controls;
  #results = el("div.results", { "aria-busy": "true" });
  #summary = el("p.summary", { role: "status" });
  #stop = new AbortController();
  #left = false;
  #overview;

  constructor(app, place) {
    this.#app = app;
    this.#place = place;
    this.#controls = this.#makeControls();
    this.#overview = new PostureOverview(app);
    this.element = el(
      "section",
      el("div.heading", el("h1", { tabindex: "-1" }, app.t("devices")), this.#summary),
      this.#overview.element,
      this.#controls.element,
      this.#results,
    );
    this.#results.append(waiting(app.t));
    walkable(this.#results);
    this.update(place);
  }

  /** Shows another page or filter of the same realm; what somebody is typing stays. */
  async update(place) {
    const app = this.#app;
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    this.#place = place;
    this.#controls.show(place);
    this.#results.setAttribute("aria-busy", "true");
    try {
      const [page, count] = await Promise.all([
        app.api.page(paths.devices(app.realm, place), stop.signal),
        app.api.get(paths.count(app.realm, place), stop.signal),
      ]);
      if (!stop.signal.aborted) {
        this.#draw(page, count);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#summary.textContent = "";
        this.#results.replaceChildren(error.kind === "invalid" && (place.after || place.before)
          ? this.#gone() : app.failure(error, () => this.update(this.#place)));
      }
    }
    if (!stop.signal.aborted) {
      this.#results.removeAttribute("aria-busy");
    }
  }

  leave() {
    this.#left = true;
    this.#overview.leave();
    this.#stop.abort();
  }

  #makeControls() {
    const { t } = this.#app;
    const search = el("input", {
      type: "search", id: newId("search"), placeholder: t("searchHint"), maxlength: "255", autocomplete: "off", spellcheck: "false",
    });
    const status = choice(t("status"), [["", t("all")], ...STATUSES.map((word) => [word, t(`status_${word}`)])]);
    const assurance = choice(t("assurance"), [["", t("all")], ...ASSURANCES.map((word) => [word, t(`assurance_${word}`)])]);
    const clear = button(t("clearFilters"), () => this.#app.go(listOf(this.#place.realm, { max: this.#place.max })), "link");
    const user = el("button.chip-button", { type: "button", title: t("clearUser"), onclick: () => this.#filter({ user: "" }) });
    const look = debounced(QUIET_MILLIS, () => this.#filter({ search: search.value.trim() }, true));
    search.addEventListener("input", look);
    search.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        this.#results.querySelector(".row-link")?.focus();
      }
    });
    status.select.addEventListener("change", () => this.#filter({ status: status.select.value }));
    assurance.select.addEventListener("change", () => this.#filter({ assurance: assurance.select.value }));
    const element = el(
      "form.toolbar",
      { role: "search", onsubmit: (event) => event.preventDefault() },
      el("div.field.grow", el("label", { for: search.id }, t("search")), search),
      status.element,
      assurance.element,
      user,
      clear,
    );
    const show = (place) => {
      if (search.value.trim() !== place.search) {
        search.value = place.search;
      }
      status.select.value = place.status;
      assurance.select.value = place.assurance;
      user.hidden = !place.user;
      clear.hidden = !(place.search || place.status || place.assurance || place.user);
      if (place.user) {
        this.#nameUser(user, place.user);
      }
    };
    return { element, show };
  }

  async #nameUser(chip, id) {
    const { t } = this.#app;
    const name = await this.#app.userName(id);
    chip.replaceChildren(el("span", name ? t("devicesOf", { name }) : t("ofUser")), el("span", { "aria-hidden": "true" }, "×"));
  }

  /** A search replaces its own former letters in the history; a filter is a step that "back" takes back. */
  #filter(change, replace = false) {
    const place = { ...this.#place, ...change, ...START };
    // Letters may still be waiting when somebody has gone on to a device.
    if (!this.#left && Object.keys(change).some((name) => change[name] !== this.#place[name])) {
      this.#app.go(place, { replace });
    }
  }

  #draw(page, count) {
    const { t, locale } = this.#app;
    const found = { count: number(count.count, locale) };
    this.#summary.textContent = count.count === 1 ? t("foundOne") : t(count.exact ? "found" : "foundMore", found);
    if (page.items.length) {
      this.#results.replaceChildren(this.#table(page.items), this.#pages(page, count));
    } else {
      this.#results.replaceChildren(this.#nothing(page));
    }
  }

  /** A large number is not counted to its end. */
  #many({ count, exact }) {
    const { t, locale } = this.#app;
    return exact ? number(count, locale) : t("moreThan", { count: number(count, locale) });
  }

  /** The device behind or before which the page began was deleted meanwhile, or the page became empty. */
  #gone() {
    const { t } = this.#app;
    return notice({ kind: "empty", title: t("pageGone"), text: t("pageGoneText"), buttons: [
      button(t("backToList"), () => this.#app.go({ ...this.#place, ...START }, { replace: true }))] });
  }

  #nothing(shown) {
    const { t, abilities } = this.#app;
    const { realm, search, status, assurance, user, max } = this.#place;
    if (shown.hasPrevious || shown.hasNext) {
      return this.#gone();
    }
    if (search || status || assurance || user) {
      return notice({ kind: "empty", title: t("nothingFound"), text: t("nothingFoundText"), buttons: [
        button(t("clearFilters"), () => this.#app.go(listOf(realm, { max })))] });
    }
    return notice({ kind: "empty", title: t("noDevices"), text: t("noDevicesText"), buttons: abilities.manage
      ? [button(t("makeToken"), () => this.#app.go({ realm, view: "tokens" }), "primary")] : [] });
  }

  #table(devices) {
    const { t } = this.#app;
    const columns = ["name", "status", "assurance", "owner", "registrations", "lastUsed"];
    return el(
      "table.list",
      { role: "table", "aria-label": t("devices") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((name) =>
        el(`th.column-${name}`, { role: "columnheader", scope: "col" }, t(name))))),
      el("tbody", { role: "rowgroup" }, devices.map((device) => this.#row(device))),
    );
  }

  #row(device) {
    const app = this.#app;
    const { t, locale } = app;
    const about = [device.hostname === device.name ? "" : device.hostname, system(device)].filter(Boolean).join(" · ");
    const cell = (name, ...content) => el(`td.column-${name}`, { role: "cell", "data-label": t(name) }, ...content);
    return el(
      "tr",
      { role: "row" },
      cell("name",
        app.link({ realm: this.#place.realm, view: "device", id: device.id }, device.name, "row-link"),
        el("span.about", about)),
      cell("status", statusLabel(t, device.status)),
      cell("assurance", assuranceLabel(t, device.assurance)),
      cell("owner", device.owner ? (device.owner.username ?? t("unknownUser")) : el("span.faint", t("nobody"))),
      cell("registrations", number(device.registrations, locale)),
      cell("lastUsed", device.last_used_at ? when(app, device.last_used_at) : el("span.faint", t("never"))),
    );
  }

  #pages(page, count) {
    const { t, locale } = this.#app;
    const place = this.#place;
    const lines = range(place, page, count);
    const size = choice(t("perPage"), PAGE_SIZES.map((max) => [String(max), String(max)]));
    size.select.value = String(place.max);
    size.select.addEventListener("change", () => this.#app.go({ ...place, max: Number(size.select.value), ...START }));
    const turn = (where, offered, label, sign) => el("button.button.plain.page-turn", {
      type: "button", "aria-label": t(label), disabled: !offered,
      onclick: () => {
        this.#app.go({ ...place, ...START, ...where });
        this.element.querySelector("h1").focus({ preventScroll: true });
        scrollTo(0, 0);
      },
    }, el("span", { "aria-hidden": "true" }, sign));
    return el(
      "nav.pages",
      { "aria-label": t("pages") },
      size.element,
      el("span", lines
        ? t("range", { from: number(lines.from, locale), to: number(lines.to, locale), count: this.#many(count) })
        : t("rangeUnknown", { shown: number(page.items.length, locale), count: this.#many(count) })),
      turn({}, page.hasPrevious, "first", "«"),
      turn({ before: page.items[0].id, line: lines ? Math.max(1, lines.from - place.max) : 0 }, page.hasPrevious, "previous", "‹"),
      turn({ after: page.items.at(-1).id, line: lines ? lines.to + 1 : 0 }, page.hasNext, "next", "›"),
      turn({ end: true, line: 0 }, page.hasNext, "last", "»"),
    );
  }
}

function choice(label, options) {
  const select = el("select", { id: newId("choice") }, options.map(([value, text]) => el("option", { value }, text)));
  return { select, element: el("div.field", el("label", { for: select.id }, label), select) };
}
