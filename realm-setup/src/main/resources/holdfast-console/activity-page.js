// The realm's record: filters, how much happened when, and the events, newest first. One page is asked for at a time.

import { accessPaths, everyEntry } from "./access-api.js";
import { CallError } from "./admin-api.js";
import { insightPaths, queryOf, timesOf } from "./insights-api.js";
import { activityOf, DECISIONS, filtersOf, momentOf, RANGES, RESULTS, SERVICES } from "./insights-address.js";
import { download } from "./download.js";
import { busyWhile, debounced, el, newId, walkable } from "./elements.js";
import { number } from "./formats.js";
import { recordFailure } from "./insights-notices.js";
import { button, notice, toast, waiting } from "./notices.js";
import { columnsOverTime } from "./plot.js";
import { timeline } from "./record-numbers.js";
import { EVENT_TYPES, SIGN_INS, countryText, methodText, methodsOf, personText, placeText, resultOf, subjectText, typeText } from "./record-words.js";

const QUIET_MILLIS = 350;
const PAGE = 50;

/** The text of each filter. */
const LABELS = {
  search: "searchActivity", type: "eventType", service: "service", result: "result", decision: "decision", person: "person",
  ip: "address", country: "country", policy: "policy", application: "application", device: "device",
};

export const resultLabel = (t, result) =>
  el(`span.label.label-${result}`, el("span.label-dot", { "aria-hidden": "true" }), t(`result_${result}`));

export class ActivityPage {
  #app;
  #place;
  #times;
  #controls;
  #plot = el("div.plot-place");
  #results = el("div.results", { "aria-busy": "true" });
  #summary = el("p.summary", { role: "status" });
  #stop = new AbortController();
  #left = false;
  #after;
  #policies;
  #policyNames = new Map();

  constructor(app, place) {
    const { t } = app;
    this.#app = app;
    this.#place = place;
    this.#controls = this.#makeControls();
    if (!app.abilities.history) {
      // Nobody is shown filters of what is not there for them.
      this.element = el("section", el("h1", { tabindex: "-1" }, t("activity")), recordFailure(app, new CallError("forbidden")));
      return;
    }
    this.element = el(
      "section",
      el("div.heading", el("h1", { tabindex: "-1" }, t("activity")),
        el("div.heading-side", this.#summary,
          button(t("refresh"), () => this.update(this.#place)),
          button(t("exportLines"), (event) => busyWhile(event.currentTarget, () => this.#export())))),
      this.#controls.element,
      this.#plot,
      this.#results,
    );
    this.#results.append(waiting(t));
    walkable(this.#results);
    this.update(place);
  }

  /** Shows another filter of the same realm; what somebody is typing stays. */
  async update(place) {
    const app = this.#app;
    if (!app.abilities.history) {
      return;
    }
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    this.#place = place;
    app.lastActivity = place;
    this.#controls.show(place);
    // Pages that follow belong to the same time, whatever happens meanwhile.
    this.#times = timesOf(place, Date.now());
    this.#results.setAttribute("aria-busy", "true");
    this.#drawPlot(stop.signal);
    this.#count(stop.signal);
    try {
      const page = await this.#events(undefined, PAGE, stop.signal);
      if (!stop.signal.aborted) {
        this.#draw(page);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#plot.hidden = true;
        this.#results.replaceChildren(recordFailure(app, error, () => this.update(this.#place)));
      }
    }
    if (!stop.signal.aborted) {
      this.#results.removeAttribute("aria-busy");
    }
  }

  /** Nothing waits for it: a large record takes a while to count. */
  async #count(signal) {
    const { t, locale, api, realm } = this.#app;
    const told = await api.send("POST", insightPaths.count(realm), queryOf(this.#place, this.#times), signal).catch(() => undefined);
    if (!signal.aborted) {
      this.#summary.textContent = !told ? "" : told.count === 1 ? t("eventFound") : t("eventsFound", { count: number(told.count, locale) });
    }
  }

  leave() {
    this.#left = true;
    this.#stop.abort();
  }

  async #events(after, limit, signal) {
    const { api, realm } = this.#app;
    const { json, headers } = await api.call("POST", insightPaths.events(realm), {
      ...queryOf(this.#place, this.#times), sort: "DESC", limit, ...(after ? { search_after: after } : {}),
    }, signal);
    const next = headers.get("X-Search_after");
    return { records: json, after: next ? JSON.parse(next) : undefined };
  }

  async #drawPlot(signal) {
    const { t, locale } = this.#app;
    try {
      const { columns, step } = await timeline(this.#app, this.#place, this.#times, signal);
      if (!signal.aborted) {
        this.#plot.replaceChildren(columnsOverTime({
          t, locale, title: t("eventsOverTime"), columns, step,
          series: [{ key: "success", text: t("result_success"), look: "good" }, { key: "failure", text: t("result_failure"), look: "bad" }],
          pick: ({ start }) => this.#app.go({ ...this.#place, range: "own", from: momentOf(start), to: momentOf(start + step * 1000) }),
        }));
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        // The events below say what is wrong, where it is wrong with them too.
        this.#plot.replaceChildren(el("p.faint", t("plotFailed")));
      }
    }
  }

  #makeControls() {
    const { t } = this.#app;
    const text = (name, properties = {}) => {
      const input = el("input", { type: "text", id: newId(name), maxlength: "255", autocomplete: "off", spellcheck: "false", ...properties });
      const look = debounced(QUIET_MILLIS, () => this.#filter({ [name]: input.value.trim() }, true));
      input.addEventListener("input", look);
      return { input, element: labelled(t(LABELS[name]), input),
        show: (place) => {
          if (input.value.trim() !== place[name]) {
            input.value = place[name];
          }
        } };
    };
    const choice = (name, label, options) => {
      const select = el("select", { id: newId(name) }, options.map(([value, word]) => el("option", { value }, word)));
      select.addEventListener("change", () => this.#filter({ [name]: select.value }));
      return { select, element: labelled(t(label), select), show: (place) => {
        if (![...select.options].some((option) => option.value === place[name])) {
          select.append(el("option", { value: place[name] }, name === "country" ? this.#country(place[name]) : place[name]));
        }
        select.value = place[name];
      } };
    };
    const all = ["", t("all")];
    const search = text("search", { type: "search", placeholder: t("searchActivityHint") });
    search.input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") {
        event.preventDefault();
        this.#results.querySelector(".row-link")?.focus();
      }
    });
    const range = choice("range", "timeRange", RANGES.map((word) => [word, t(`range_${word}`)]));
    const result = choice("result", "result", [all, ...RESULTS.map((word) => [word, t(`result_${word}`)])]);
    const type = choice("type", "eventType", [all, [SIGN_INS, typeText(t, SIGN_INS)], ...EVENT_TYPES.map((word) => [word, typeText(t, word)])
      .sort(([, a], [, b]) => a.localeCompare(b, this.#app.language))]);
    const service = choice("service", "service", [all, ...SERVICES.map((word) => [word, t(`service_${word}`)])]);
    const country = choice("country", "country", [all, ["none", t("noCountry")]]);
    const decision = choice("decision", "decision", [all, ...DECISIONS.map((word) => [word, t(`decision_${word}`)])]);
    const policy = choice("policy", "policy", [all]);
    const person = text("person");
    const ip = text("ip", { placeholder: t("addressHint") });
    const own = this.#ownRange();
    const chips = el("div.filter-chips", { role: "group", "aria-label": t("filters") });
    const more = el("details.more-filters", el("summary", t("moreFilters")),
      el("div.toolbar", service.element, person.element, ip.element, country.element, decision.element, policy.element));
    more.addEventListener("toggle", () => {
      if (more.open) {
        this.#offer(country.select, "geoip.country_code", (code) => this.#country(code));
        this.#offerPolicies(policy.select, chips);
      }
    });
    const controls = [search, range, result, type, service, country, decision, policy, person, ip, own];
    const element = el("form", { role: "search", onsubmit: (event) => event.preventDefault() },
      el("div.toolbar", el("div.grow", search.element), range.element, own.element, type.element, result.element), more, chips);
    return { element, show: (place) => {
      controls.forEach((control) => control.show(place));
      chips.replaceChildren(...this.#chips(place));
      if (place.policy && !this.#policies) {
        this.#offerPolicies(policy.select, chips);
      }
    } };
  }

  /** A beginning and an end of one's own, in the time zone of whoever looks. */
  #ownRange() {
    const { t } = this.#app;
    const field = (name, label) => {
      const input = el("input", { type: "datetime-local", id: newId(name) });
      input.addEventListener("change", () => this.#filter({ [name]: input.value.slice(0, 16) }));
      return { input, element: labelled(t(label), input) };
    };
    const from = field("from", "rangeFrom");
    const to = field("to", "rangeTo");
    const element = el("div.own-range", from.element, to.element);
    return { element, show: (place) => {
      element.hidden = place.range !== "own";
      from.input.value = place.from;
      to.input.value = place.to;
    } };
  }

  #country(code) {
    return code === "none" ? this.#app.t("noCountry") : countryText(code, this.#app.language);
  }

  /** What stands in the record is offered; what cannot be had is not missed. */
  async #offer(select, field, name) {
    const { api, realm } = this.#app;
    const told = await api.send("POST", insightPaths.distinct(realm), { ...queryOf({ service: "" }, this.#times), field },
      this.#stop.signal).catch(() => undefined);
    offer(select, (told?.values ?? []).map(({ value }) => [value, name(value)]));
  }

  /** Policies by name; what they are called is asked once, and again where that failed. */
  async #offerPolicies(select, chips) {
    const { api, realm } = this.#app;
    this.#policies ??= everyEntry(api, (skip) => accessPaths.policies(realm, skip)).catch(() => {
      this.#policies = undefined;
      return [];
    });
    this.#policyNames = new Map((await this.#policies).map(({ id, name }) => [id, name]));
    offer(select, [...this.#policyNames]);
    chips.replaceChildren(...this.#chips(this.#place));
  }

  /** Each filter that is on, with a button that takes it off. */
  #chips(place) {
    const { t } = this.#app;
    const told = (name, value) => ({
      type: () => typeText(t, value), result: () => t(`result_${value}`), service: () => t(`service_${value}`), country: () => this.#country(value),
      decision: () => t(`decision_${value}`), policy: () => this.#policyNames.get(value) ?? value,
    })[name]?.() ?? value;
    const chips = filtersOf(place).map(([name, value]) => {
      const text = `${t(LABELS[name])}: ${told(name, value)}`;
      return el("button.chip-button", { type: "button", "aria-label": t("clearFilter", { name: text }),
        onclick: () => this.#filter({ [name]: "" }) }, el("span", text), el("span", { "aria-hidden": "true" }, "×"));
    });
    return chips.length ? [...chips, button(t("clearFilters"), () => this.#clear(), "link")] : [];
  }

  #clear() {
    const { realm, range, from, to } = this.#place;
    this.#app.go(activityOf(realm, { range, from, to }));
  }

  /** What is typed replaces its own former letters in the history; a choice is a step that "back" takes back. */
  #filter(change, replace = false) {
    let place = { ...this.#place, ...change };
    if (change.range === "own" && !place.from && !place.to) {
      place = { ...place, from: momentOf(this.#times.start), to: momentOf(this.#times.end) };
    } else if (change.range && change.range !== "own") {
      place = { ...place, from: "", to: "" };
    } else if (place.range === "own" && !place.from && !place.to) {
      place = { ...place, range: "day" };
    }
    if (!this.#left && Object.keys(change).some((name) => change[name] !== this.#place[name])) {
      this.#app.go(place, { replace });
    }
  }

  #draw({ records, after }) {
    const { t } = this.#app;
    this.#after = after;
    this.#plot.hidden = !records.length;
    if (!records.length) {
      this.#results.replaceChildren(this.#nothing());
      return;
    }
    const body = el("tbody", { role: "rowgroup" }, records.map((record) => this.#row(record)));
    const columns = ["eventTime", "event", "person", "from", "target", "result"];
    this.#results.replaceChildren(el(
      "table.list.events",
      { role: "table", "aria-label": t("activity") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((name) =>
        el(`th.column-${name}`, { role: "columnheader", scope: "col" }, t(name))))),
      body,
    ), this.#more(body));
  }

  #more(body) {
    const { t, locale } = this.#app;
    const said = el("p.summary", { role: "status" });
    const more = button(t("loadMore"), () => busyWhile(more, async () => {
      const stop = this.#stop;
      try {
        const page = await this.#events(this.#after, PAGE, stop.signal);
        const rows = page.records.map((record) => this.#row(record));
        body.append(...rows);
        this.#after = page.after;
        more.hidden = !page.after;
        said.textContent = t("shownEvents", { count: number(body.children.length, locale) });
        rows[0]?.querySelector(".row-link").focus();
      } catch (error) {
        if (error.name !== "AbortError") {
          said.replaceChildren(t("loadMoreFailed"));
        }
      }
    }), "secondary");
    more.hidden = !this.#after;
    said.textContent = t("shownEvents", { count: number(body.children.length, locale) });
    return el("div.more", said, more);
  }

  #nothing() {
    const { t } = this.#app;
    if (filtersOf(this.#place).length) {
      return notice({ kind: "empty", title: t("noEventMatches"), text: t("noEventMatchesText"), buttons: [
        button(t("clearFilters"), () => this.#clear())] });
    }
    const longer = RANGES[RANGES.indexOf(this.#place.range) + 1];
    return notice({ kind: "empty", title: t("noEvents"), text: t("noEventsText"), buttons: longer && longer !== "own"
      ? [button(t(`range_${longer}`), () => this.#filter({ range: longer }))] : [] });
  }

  #row(record) {
    const app = this.#app;
    const { t, locale, language } = app;
    const at = new Date(record.timestamp);
    const cell = (name, ...content) => el(`td.column-${name}`, { role: "cell", "data-label": t(name) }, ...content);
    const proof = methodsOf(record).map((method) => methodText(t, method)).join(", ");
    const about = record.error_message ?? proof;
    return el(
      "tr",
      { role: "row" },
      cell("eventTime", el("time", { datetime: record.timestamp },
        new Intl.DateTimeFormat(locale, { timeStyle: "medium" }).format(at),
        el("span.about", new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(at)))),
      cell("event", app.link({ realm: this.#place.realm, view: "event", id: record.id }, typeText(t, record.event_type), "row-link"),
        about ? el("span.about", about) : null),
      cell("person", record.initiated_by?.username || record.initiated_by?.id ? personText(t, record.initiated_by)
        : el("span.faint", personText(t, record.initiated_by))),
      cell("from", record.client_ip ? el("span", el("span.address", record.client_ip), el("span.about", placeText(t, language, record.geoip)))
        : el("span.faint", "–")),
      cell("target", subjectText(record) || el("span.faint", "–")),
      cell("result", resultLabel(t, resultOf(record))),
    );
  }

  /** Every event of the filter in one file of JSON lines, as the server writes it. */
  async #export() {
    const { t, api, realm } = this.#app;
    try {
      const file = await api.file("POST", insightPaths.export(realm), { ...queryOf(this.#place, this.#times), sort: "DESC" }, this.#stop.signal);
      download(file, `${realm}-events.jsonl`);
      toast(t("exported"));
    } catch (error) {
      if (error.name !== "AbortError") {
        toast(t("exportFailed"));
      }
    }
  }
}

const labelled = (label, input) => el("div.field", el("label", { for: input.id }, label), input);

function offer(select, options) {
  const known = new Set([...select.options].map((option) => option.value));
  select.append(...options.filter(([value]) => value && !known.has(value)).sort(([, a], [, b]) => a.localeCompare(b))
    .map(([value, text]) => el("option", { value }, text)));
  for (const option of select.options) {
    const better = options.find(([value]) => value === option.value);
    if (better) {
      option.textContent = better[1];
    }
  }
}
