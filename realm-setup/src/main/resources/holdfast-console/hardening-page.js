// The realm against a profile: what is as it should be, what is not and how to mend it, and a button that mends what settings can.

import { ask, show } from "./dialog.js";
import { csvOf, download } from "./download.js";
import { busyWhile, el, newId } from "./elements.js";
import { number } from "./formats.js";
import { auditOf, changedControls, countsOf } from "./hardening-report.js";
import { PROFILES } from "./insights-address.js";
import { insightPaths } from "./insights-api.js";
import { button, notice, toast, waiting } from "./notices.js";
import { shares } from "./plot.js";

const LOOKS = { pass: "good", fail: "bad", not_applicable: "plain" };

const controlLabel = (t, result) =>
  el(`span.check.control-${result}`, el("span.control-mark", { "aria-hidden": "true" }), t(`control_${result}`));

export class HardeningPage {
  #app;
  #place;
  #audit;
  #report;
  #onlyFailing = false;
  #stop = new AbortController();
  #profiles = new Map();
  #body = el("div");

  constructor(app, place) {
    const { t } = app;
    this.#app = app;
    const name = newId("profile");
    const choices = PROFILES.map((profile) => {
      const id = newId("profile");
      const input = el("input", { type: "radio", id, name, value: profile });
      input.addEventListener("change", () => app.go({ ...this.#place, profile }));
      this.#profiles.set(profile, input);
      return el("label.profile", { for: id }, input, el("span", el("strong", t(`profile_${profile}`)), el("span.about", t(`profileText_${profile}`))));
    });
    this.element = el("section",
      el("div.heading", el("h1", { tabindex: "-1" }, t("hardening"))),
      el("p.lead", t("hardeningText")),
      el("fieldset.profiles", el("legend.unseen", t("profile")), choices),
      this.#body);
    this.update(place);
  }

  async update(place) {
    const app = this.#app;
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    if (this.#place?.profile !== place.profile) {
      this.#report = undefined;
      this.#body.replaceChildren(waiting(app.t));
    }
    this.#place = place;
    this.#profiles.get(place.profile).checked = true;
    try {
      const audit = auditOf(await app.api.get(insightPaths.hardening(app.realm, place.profile, app.language), stop.signal));
      if (!stop.signal.aborted) {
        this.#audit = audit;
        this.#draw();
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#body.replaceChildren(error.kind === "forbidden"
          ? notice({ kind: "problem", title: app.t("hardeningForbidden"), text: app.t("explainHardeningForbidden", { realm: app.realm }) })
          : app.failure(error, () => this.update(place)));
      }
    }
  }

  leave() {
    this.#stop.abort();
  }

  #draw() {
    const { t, locale, abilities } = this.#app;
    const counts = countsOf(this.#audit.controls);
    const mendable = this.#audit.controls.filter((control) => control.result === "fail" && control.appliable);
    const only = el("input", { type: "checkbox", id: newId("only"), checked: this.#onlyFailing });
    only.addEventListener("change", () => {
      this.#onlyFailing = only.checked;
      this.#draw();
      this.#body.querySelector("input[type=checkbox]").focus();
    });
    this.#body.replaceChildren(
      ...(this.#report ? [this.#drawReport(this.#report)] : []),
      el("section.card.audit-summary",
        el("div.heading", el("h2", counts.fail ? t("controlsFail", { count: number(counts.fail, locale), all: number(counts.pass + counts.fail, locale) }) : t("controlsPass")),
          el("div.buttons",
            abilities.manage && mendable.length ? button(t("previewApply"), (event) => busyWhile(event.currentTarget, () => this.#preview()), "primary") : null,
            button(t("asJson"), () => this.#saveJson(this.#audit.told, "audit")),
            button(t("asCsv"), () => this.#saveCsv()))),
        shares({ locale, title: t("hardening"), parts: Object.keys(LOOKS).map((result) =>
          ({ text: t(`control_${result}`), look: LOOKS[result], count: counts[result] })) }),
        counts.fail && !mendable.length ? el("p.hint", t("onlyByHand")) : null),
      el("div.switch.only-failing", only, el("label", { for: only.id }, t("onlyFailing"))),
      el("div.results", this.#table()),
    );
  }

  #table() {
    const { t } = this.#app;
    const controls = this.#audit.controls.filter(({ result }) => !this.#onlyFailing || result === "fail");
    if (!controls.length) {
      return notice({ kind: "done", title: t("controlsPass"), text: t("controlsPassText", { profile: this.#place.profile }) });
    }
    const columns = ["result", "control", "measured", "wanted"];
    return el("table.controls", { role: "table", "aria-label": t("hardening") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((name) =>
        el(`th.column-${name}`, { role: "columnheader", scope: "col" }, t(name))))),
      el("tbody", { role: "rowgroup" }, controls.map((control) => this.#row(control))));
  }

  #row(control) {
    const { t } = this.#app;
    const cell = (name, ...content) => el(`td.column-${name}`, { role: "cell", "data-label": t(name) }, ...content);
    return el("tr", { role: "row" },
      cell("result", controlLabel(t, control.result)),
      cell("control",
        el("div.control-title", el("strong", control.title)),
        control.references.length ? el("ul.references", control.references.map((reference) => el("li", el("code", reference)))) : null,
        control.result === "fail" ? el("p.mend", el("span.mend-how", t(control.appliable ? "mendBySetting" : "mendByHand")), " ", control.mend) : null),
      cell("measured", control.measured || el("span.faint", "–")),
      cell("wanted", control.wanted || el("span.faint", "–")));
  }

  /** What the call would do, before it does it. */
  async #preview() {
    const app = this.#app;
    const { t, realm } = app;
    const { profile } = this.#place;
    const { signal } = this.#stop;
    let told;
    try {
      told = await app.api.send("POST", insightPaths.hardening(realm, profile, app.language, true), undefined, signal);
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      this.#body.replaceChildren(app.failure(error, () => this.update(this.#place)));
      return;
    }
    if (signal.aborted) {
      return;
    }
    const changes = changedControls(told);
    const left = auditOf(told.after).controls.filter(({ result }) => result === "fail");
    const byHand = left.length ? el("details", el("summary", t("leftByHand", { count: left.length })), el("ul.left", left.map(({ title }) => el("li", title)))) : null;
    const closeLeaving = (dialog) => signal.addEventListener("abort", () => dialog.close(), { once: true });
    if (!changes.length) {
      closeLeaving(show({ t, title: t(`profile_${profile}`), content: [el("p", t("nothingToApply")), byHand] }));
      return;
    }
    closeLeaving(ask({
      t,
      title: t("applyProfile", { profile, realm }),
      content: [
        el("p", t("explainApply")),
        el("ul.will-change", changes.map(({ after, before }) => el("li", el("strong", after.title), beforeAndAfter(t, before.measured, after.measured)))),
        byHand,
      ],
      label: t("apply"),
      task: async () => {
        const done = await app.api.send("POST", insightPaths.hardening(realm, profile, app.language));
        return async () => {
          // Whoever went elsewhere meanwhile is told, and no more.
          if (!signal.aborted) {
            this.#report = done;
            await this.update(this.#place);
            this.element.querySelector("h1").focus();
          }
          toast(t("applied", { profile }));
        };
      },
    }));
  }

  #drawReport(report) {
    const { t, locale } = this.#app;
    const changes = changedControls(report);
    const before = countsOf(auditOf(report.before).controls);
    const after = countsOf(auditOf(report.after).controls);
    return el("section.card.hardening-report",
      el("div.heading", el("h2", t("reportOf", { profile: this.#place.profile })),
        el("div.buttons", button(t("asJson"), () => this.#saveJson(report, "report")),
          button(t("close"), () => {
            this.#report = undefined;
            this.#draw();
          }))),
      el("p", t("passedBeforeAfter", { before: number(before.pass, locale), after: number(after.pass, locale) })),
      changes.length ? el("ul.will-change", changes.map((change) => el("li", el("strong", change.after.title),
        beforeAndAfter(t, change.before.measured, change.after.measured)))) : el("p.faint", t("nothingToApply")));
  }

  #saveJson(value, what) {
    download(new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: "application/json" }), this.#name(what, "json"));
  }

  #saveCsv() {
    const { t } = this.#app;
    const rows = this.#audit.controls.map((control) => [control.id, control.title, control.references.join("; "), control.measured,
      control.wanted, t(`control_${control.result}`), control.mend]);
    const head = [t("id"), t("control"), t("references"), t("measured"), t("wanted"), t("result"), t("mend")];
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    download(new Blob(["\ufeff", csvOf([head, ...rows])], { type: "text/csv" }), this.#name("audit", "csv"));
  }

  #name(what, ending) {
    return `${this.#app.realm}-hardening-${this.#place.profile}-${what}.${ending}`;
  }
}

const beforeAndAfter = (t, before, after) => el("span.before-after",
  el("span.unseen", t("line_gone")), el("del", before || "–"), el("span", { "aria-hidden": "true" }, " → "), el("span.unseen", t("line_new")), el("ins", after || "–"));
