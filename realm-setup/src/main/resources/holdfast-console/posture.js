// The condition of devices: one device's with its checks and facts, and the counts of a whole realm.

import { paths } from "./admin-api.js";
import { el } from "./elements.js";
import { distance, number, time } from "./formats.js";
import { button, explained } from "./notices.js";

export const complianceLabel = (t, compliance) =>
  el(`span.label.label-${compliance}`, el("span.label-dot", { "aria-hidden": "true" }), t(`compliance_${compliance}`));

const resultLabel = (t, result) =>
  el(`span.check.check-${result}`, el("span.check-mark", { "aria-hidden": "true" }), t(`result_${result}`));

/** Reasons that the page has words for; others come as they are, from agents of other makers. */
const REASONS = ["stale", "missing", "needs_root", "not_supported", "not_found", "tool_missing", "timed_out", "unreadable", "out_of_date"];

export const reasonText = (t, reason) => (REASONS.includes(reason) ? t(`reason_${reason}`) : reason);

const FACTS = ["os", "os_name", "os_version", "kernel", "disk_encrypted", "firewall", "screen_lock", "screen_lock_seconds",
  "pending_updates", "secure_boot", "agent_version"];

/** A fact as people read it. */
export function factText(t, locale, name, { value, unknown }) {
  if (unknown !== undefined) {
    return t("factUnknown", { reason: reasonText(t, unknown) });
  }
  if (typeof value === "boolean") {
    return value ? t("yes") : t("no");
  }
  if (name === "screen_lock_seconds") {
    return t("seconds", { count: number(value, locale) });
  }
  return typeof value === "number" ? number(value, locale) : String(value);
}

const ago = (app, seconds) =>
  el("time", { datetime: new Date(seconds * 1000).toISOString(), title: time(seconds, app.locale) },
    distance(seconds, Date.now(), app.locale));

/** What a device's page shows below its heading. */
export function postureContent(app, posture) {
  const { t } = app;
  const content = [el("p.posture-whole", complianceLabel(t, posture.compliance),
    el("span.hint", t(posture.required ? "complianceRequired" : "complianceNotRequired")))];
  if (posture.sources.length === 0) {
    content.push(el("p.faint", t("neverReported")));
  } else if (posture.sources.filter((source) => source.decides).every((source) => source.stale)) {
    content.push(el("p.banner", { role: "note" }, t("allStale")));
  }
  if (posture.checks.length) {
    content.push(el("ul.checks", posture.checks.map((check) => el("li",
      resultLabel(t, check.result),
      el("span.check-name", t(`check_${check.check}`)),
      el("span.faint", check.reason ? reasonText(t, check.reason) : "")))));
  } else {
    content.push(el("p.faint", t("noChecks")));
  }
  content.push(...posture.sources.map((source) => sourceDetails(app, source)));
  return content;
}

function sourceDetails(app, source) {
  const { t, locale } = app;
  const name = source.source === "agent" ? t("sourceAgent") : source.source;
  const notes = [source.stale ? t("sourceStale") : "", source.decides ? "" : t("sourceShownOnly")].filter(Boolean).join(" · ");
  return el("details.source",
    el("summary", el("strong", name), " ", ago(app, source.received_at), notes ? el("span.faint", ` · ${notes}`) : null),
    el("dl.facts", FACTS.filter((fact) => fact in source.facts).map((fact) => el("div",
      el("dt", t(`fact_${fact}`)),
      el("dd", factText(t, locale, fact, source.facts[fact]),
        source.facts[fact].by ? el("span.faint", ` (${source.facts[fact].by})`) : null)))));
}

/** The realm's counts, above its list of devices. Nothing of the list waits for them. */
export class PostureOverview {
  #app;
  #stop = new AbortController();

  constructor(app) {
    this.#app = app;
    this.element = el("section.overview", { "aria-label": app.t("posture"), hidden: true });
    this.#load();
  }

  leave() {
    this.#stop.abort();
  }

  async #load() {
    const app = this.#app;
    try {
      this.#draw(await app.api.get(paths.posture(app.realm), this.#stop.signal));
    } catch (error) {
      if (error.name !== "AbortError") {
        this.element.hidden = false;
        this.element.replaceChildren(el("p.faint", app.t("postureFailed"), " ", explained(app.t, error, { realm: app.realm }).title), button(app.t("again"), () => this.#load(), "link"));
      }
    }
  }

  #draw(summary) {
    const { t, locale } = this.#app;
    const count = (name) => number(summary[name], locale);
    // Without devices the list says all there is to say.
    this.element.hidden = summary.devices === 0;
    this.element.replaceChildren(
      el("h2", t("posture")),
      el("ul.counts", ["compliant", "not_compliant", "unknown"].map((compliance) => el("li",
        complianceLabel(t, compliance), " ", el("strong", count(compliance))))),
      el("p.hint", t("silentDevices", { count: count("never_reported") }), " · ", t("countedAt"), " ",
        ago(this.#app, summary.counted_at)),
      summary.checks.length
        ? el("details",
          el("summary", t("checkByCheck")),
          el("table.check-counts", { role: "table", "aria-label": t("checkByCheck") },
            el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
              [t("check"), t("result_passed"), t("result_failed"), t("result_unknown")].map((name) =>
                el("th", { role: "columnheader", scope: "col" }, name)))),
            el("tbody", { role: "rowgroup" }, summary.checks.map((check) => el("tr", { role: "row" },
              el("td", { role: "cell", "data-label": t("check") }, t(`check_${check.check}`)),
              ["passed", "failed", "unknown"].map((result) =>
                el("td", { role: "cell", "data-label": t(`result_${result}`) }, number(check[result], locale))))))))
        : null,
    );
  }
}
