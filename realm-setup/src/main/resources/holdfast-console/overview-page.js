// The realm at a glance: who has no second factor, how the devices are, how sign-ins were decided, and what policies would do
// that only report. Each part is asked for by itself, so that one that fails takes no other with it.

import { listOf } from "./address.js";
import { paths } from "./admin-api.js";
import { activityOf, momentOf, RANGES } from "./insights-address.js";
import { insightPaths, timesOf } from "./insights-api.js";
import { el, newId } from "./elements.js";
import { number } from "./formats.js";
import { recordFailure } from "./insights-notices.js";
import { button, waiting } from "./notices.js";
import { bar, columnsOverTime, plainTable, shares } from "./plot.js";
import { overTime } from "./record-numbers.js";
import { SIGN_INS } from "./record-words.js";

const DECISIONS = [["allow", "good"], ["require", "info"], ["deny", "bad"], ["none", "plain"]];
const CONDITIONS = [["compliant", "good"], ["not_compliant", "warn"], ["unknown", "plain"]];

export class OverviewPage {
  #app;
  #place;
  #stop = new AbortController();
  #range;
  #parts;

  constructor(app, place) {
    const { t } = app;
    this.#app = app;
    this.#range = el("select", { id: newId("range") }, RANGES.slice(0, -1).map((word) => el("option", { value: word }, t(`range_${word}`))));
    this.#range.addEventListener("change", () => app.go({ ...this.#place, range: this.#range.value }));
    this.#parts = [
      this.#part("decisionsOverTime", (signal) => this.#decisions(signal), { ofTime: true }),
      this.#part("reportMode", (signal) => this.#reportMode(signal), { ofTime: true }),
      this.#part("withoutMfa", (signal) => this.#mfa(signal), { role: "view-users" }),
      this.#part("conditionOfDevices", (signal) => this.#condition(signal), { role: "view-realm" }),
    ];
    const [decisions, reports, mfa, condition] = this.#parts.map(({ element }) => element);
    this.element = el("section.insights-overview",
      el("div.heading", el("h1", { tabindex: "-1" }, t("overview"))),
      el("div.cards", mfa, condition),
      el("div.heading.heading-part", el("h2", t("signIns")),
        el("div.field.field-inline", el("label", { for: this.#range.id }, t("timeRange")), this.#range)),
      el("div.cards", decisions, reports));
    this.update(place);
  }

  update(place) {
    const before = this.#place;
    this.#place = place;
    this.#range.value = place.range;
    if (before === undefined) {
      this.#parts.forEach((part) => part.load());
    } else {
      this.#parts.filter(({ ofTime }) => ofTime).forEach((part) => part.load());
    }
  }

  leave() {
    this.#stop.abort();
    this.#parts.forEach((part) => part.leave());
  }

  /** A card that loads itself, and says by itself what went wrong. */
  #part(key, content, { ofTime = false, role } = {}) {
    const { t } = this.#app;
    const body = el("div.part", { "aria-busy": "true" });
    const element = el("section.card", el("h2", t(key)), body);
    let stop = new AbortController();
    const load = async () => {
      stop.abort();
      const mine = (stop = new AbortController());
      body.setAttribute("aria-busy", "true");
      if (!body.firstChild) {
        body.append(waiting(t));
      }
      try {
        const shown = await content(mine.signal);
        if (!mine.signal.aborted) {
          body.replaceChildren(...shown.filter(Boolean));
        }
      } catch (error) {
        if (error.name !== "AbortError") {
          body.replaceChildren(recordFailure(this.#app, error, load, undefined, role));
        }
      }
      if (!mine.signal.aborted) {
        body.removeAttribute("aria-busy");
      }
    };
    return { element, load, ofTime, leave: () => stop.abort() };
  }

  /** From a whole minute on: addresses tell no seconds, and lead to what was counted. */
  #times() {
    const { start, end } = timesOf({ range: this.#place.range }, Date.now());
    return { start: start - (start % 60_000), end };
  }

  async #decisions(signal) {
    const app = this.#app;
    const { t, locale } = app;
    const places = Object.fromEntries(DECISIONS.map(([key]) => [key, { type: SIGN_INS, decision: key }]));
    const times = this.#times();
    const { step, columns } = await overTime(app, places, times, signal);
    // The first column begins before what is counted in it.
    const lead = ({ start }) => app.go(activityOf(this.#place.realm, { type: SIGN_INS, range: "own",
      from: momentOf(Math.max(start, times.start)), to: momentOf(start + step * 1000) }));
    return [el("p.hint", t("decisionsText")), columnsOverTime({ t, locale, title: t("decisionsOverTime"), untitled: true, columns, step, pick: lead,
      series: DECISIONS.map(([key, look]) => ({ key, look, text: t(`decided_${key}`) })) })];
  }

  async #reportMode(signal) {
    const app = this.#app;
    const { t, locale, realm } = app;
    const { start, end } = this.#times();
    const { policies } = await app.api.get(insightPaths.reportMode(realm, start, end), signal);
    if (!policies.length) {
      return [el("p.faint", t("noReportMode"))];
    }
    const most = Math.max(...policies.map(({ deny, require }) => deny + require), 1);
    return [el("p.hint", t("reportModeText")), plainTable(t("reportMode"),
      [t("policy"), t("wouldDeny"), t("wouldAsk"), t("people"), el("span.unseen", t("share"))],
      policies.map(({ id, name, deny, require, users }) => [
        app.link(activityOf(this.#place.realm, { range: this.#place.range, policy: id }), name || id, ""),
        number(deny, locale), number(require, locale), number(users, locale),
        bar((deny + require) / most, deny ? "bad" : "info")]))];
  }

  async #mfa(signal) {
    const app = this.#app;
    const { t, locale, realm } = app;
    const told = await app.api.get(insightPaths.withoutMfa(realm), signal);
    if (!told.users) {
      return [el("p.faint", t("noPeople"))];
    }
    const without = told.without_mfa;
    return [
      shares({ locale, title: t("withoutMfa"), parts: [
        { text: t("withMfa"), look: "good", count: told.users - without }, { text: t("withoutMfaShort"), look: "warn", count: without }] }),
      told.groups?.length ? el("div", el("h3", t("byGroup")), plainTable(t("byGroup"), [t("group"), t("people"), t("withoutMfaShort"), el("span.unseen", t("share"))],
        told.groups.map((group) => [group.path, number(group.users, locale), number(group.without_mfa, locale),
          bar(group.users ? group.without_mfa / group.users : 0, "warn")]))) : null,
      without ? el("details.people", el("summary", t("whoWithout")), this.#people(told)) : el("p.good-news", t("everybodyHasMfa")),
    ];
  }

  #people(told) {
    const { t, locale } = this.#app;
    const people = told.people ?? [];
    return el("div", el("ul.people-list", people.map((person) =>
      el("li", this.#app.link(activityOf(this.#place.realm, { range: "month", person: person.username }), person.username, "", t("eventsLikeThis")),
        person.email ? el("span.faint", ` ${person.email}`) : null))),
    people.length < told.without_mfa ? el("p.faint", t("andMore", { count: number(told.without_mfa - people.length, locale) })) : null);
  }

  async #condition(signal) {
    const app = this.#app;
    const { t, locale } = app;
    const summary = await app.api.get(paths.posture(app.realm), signal);
    if (!summary.devices) {
      return [el("p.faint", t("noDevices"))];
    }
    return [
      shares({ locale, title: t("conditionOfDevices"), parts: CONDITIONS.map(([key, look]) => ({ text: t(`compliance_${key}`), look, count: summary[key] })) }),
      el("p.hint", t("silentDevices", { count: number(summary.never_reported, locale) })),
      summary.checks.length ? plainTable(t("checkByCheck"), [t("check"), t("result_passed"), t("result_failed"), t("result_unknown"), el("span.unseen", t("share"))],
        summary.checks.map((check) => {
          const all = check.passed + check.failed + check.unknown;
          return [t(`check_${check.check}`), ...["passed", "failed", "unknown"].map((result) => number(check[result], locale)),
            bar(all ? check.passed / all : 0, "good")];
        })) : null,
      button(t("toDevices"), () => app.go(listOf(this.#place.realm)), "link"),
    ];
  }
}
