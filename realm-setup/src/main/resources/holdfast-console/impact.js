// What a change would have done to the sign-ins that are recorded: counts, and some of them by name.

import { accessPaths } from "./access-api.js";
import { said } from "./access-notices.js";
import { el } from "./elements.js";
import { number } from "./formats.js";
import { button } from "./notices.js";
import { withMode } from "./policy-document.js";

const DAYS = 7;

/** What became of a sign-in, from and to; worse ones first. */
const ORDER = ["allow_deny", "require_deny", "allow_require", "deny_require", "deny_allow", "require_allow"];

export class Impact {
  #app;
  #draft;
  #stop = new AbortController();
  element = el("div.impact", { "aria-live": "polite" });

  constructor(app, draft) {
    this.#app = app;
    this.#draft = draft;
    this.forget();
  }

  leave() {
    this.#stop.abort();
  }

  /** What was counted before is no longer so. */
  forget() {
    const { t } = this.#app;
    if (!this.element.querySelector("[data-action=replay]")) {
      this.#stop.abort();
      this.element.replaceChildren(button(t("countImpact"), () => this.look(), "secondary", { "data-action": "replay" }));
    }
  }

  async look() {
    const app = this.#app;
    const { t } = app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    this.element.replaceChildren(el("p.hint", { role: "status" }, t("counting")));
    try {
      const answer = await app.api.send("POST", accessPaths.replay(app.realm), { days: DAYS, draft: withMode(this.#draft(), "enforce") }, stop.signal);
      this.element.replaceChildren(...this.#shown(countsOf(answer)));
    } catch (error) {
      if (error.name !== "AbortError") {
        this.element.replaceChildren(...(error.kind === "absent" ? [el("p.hint", t("noRecord"))] : said(t, error)));
      }
    }
  }

  #shown({ total, unmet, changes, complete }) {
    const { t, locale } = this.#app;
    if (!total) {
      return [el("p", t("nothingRecorded", { days: DAYS }))];
    }
    const examples = changes.flatMap((change) => change.examples);
    return [
      el("p", t(changes.length ? "impactOf" : "noImpact", { count: number(total, locale), days: DAYS })),
      changes.length ? el("ul.impact-counts", changes.map(({ key, to, count, people }) => el(`li.impact-${to}`, el("strong", number(count, locale)), " ",
        t(`impact_${key}`), " ", el("span.faint", t("ofPeople", { count: number(people, locale) }))))) : "",
      complete ? "" : el("p.hint", t("oldestAlone")),
      unmet ? el("p.hint", t("unmet", { count: number(unmet, locale) })) : "",
      examples.length ? el("details", el("summary", t("examples")), el("ul.examples", examples.map((example) => el("li", example)))) : "",
    ];
  }
}

/** The answer as what is shown: how many were looked at, what changed worst first, and a line for each example. */
export function countsOf(answer) {
  const changes = (answer.changes ?? []).map(({ from, to, count, people, examples = [] }) => ({
    key: `${from}_${to}`, to, count, people, examples: examples.map(({ request }) => [request.user, request.client, request.ip].filter(Boolean).join(" · ")),
  }));
  return { total: answer.total, unmet: answer.unmet ?? 0, complete: answer.complete !== false,
    changes: changes.filter(({ key }) => ORDER.includes(key)).sort((a, b) => ORDER.indexOf(a.key) - ORDER.indexOf(b.key)) };
}
