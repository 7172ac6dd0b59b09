// Enrolment tokens. A new one's secret is in this page until its dialog closes, and nowhere else.

import { paths } from "./admin-api.js";
import { when } from "./device-list.js";
import { ask, field, showSecret } from "./dialog.js";
import { el, newId } from "./elements.js";
import { number, time } from "./formats.js";
import { button, notice, toast, waiting } from "./notices.js";
import { oneName } from "./picker.js";

const MOST_USES = 10_000;
const LIFETIMES = [["hour", 3_600], ["day", 86_400], ["week", 604_800], ["month", 2_592_000], ["quarter", 7_776_000]];

/** A number of machines as the server accepts it, or undefined. */
export function usesOf(text) {
  const value = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return value >= 1 && value <= MOST_USES ? value : undefined;
}

/** Why a token enrols nothing any more; undefined while it does. */
export const endOf = (token, nowMillis) =>
  token.expires_at * 1000 <= nowMillis ? "expired" : token.uses < 1 ? "usedUp" : undefined;

export class TokenList {
  #app;
  #stop = new AbortController();
  #results = el("div.results");

  constructor(app) {
    const { t } = app;
    this.#app = app;
    this.element = el(
      "section",
      el("div.heading", el("h1", { tabindex: "-1" }, t("tokens")),
        app.abilities.manage ? button(t("newToken"), () => this.#create(), "primary", { "data-action": "new-token" }) : null),
      el("p.lead", t("tokensText")),
      this.#results,
    );
    this.#results.append(waiting(t));
    this.update();
  }

  async update() {
    const app = this.#app;
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    this.#results.setAttribute("aria-busy", "true");
    try {
      const tokens = await app.api.get(paths.tokens(app.realm), stop.signal);
      if (!stop.signal.aborted) {
        this.#results.replaceChildren(tokens.length ? this.#table(tokens) : this.#nothing());
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#results.replaceChildren(app.failure(error, () => this.update()));
      }
    }
    if (!stop.signal.aborted) {
      this.#results.removeAttribute("aria-busy");
    }
  }

  leave() {
    this.#stop.abort();
  }

  #nothing() {
    const { t } = this.#app;
    return notice({ kind: "empty", title: t("noTokens"), text: t("noTokensText") });
  }

  #table(tokens) {
    const { t, locale, abilities } = this.#app;
    const columns = ["created", "expires", "usesLeft", "tokenOwner"];
    const row = (token) => {
      const made = time(token.created_at, locale);
      const end = endOf(token, Date.now());
      const cells = [
        made,
        end ? el("span.label.label-revoked", el("span.label-dot", { "aria-hidden": "true" }), t(end)) : when(this.#app, token.expires_at),
        number(token.uses, locale),
        token.owner_id ? (token.owner ?? t("unknownUser")) : el("span.faint", t("anyOwner")),
      ];
      return el(
        "tr",
        { role: "row" },
        columns.map((column, i) => el("td", { role: "cell", "data-label": t(column) }, cells[i])),
        abilities.manage ? el("td.row-action", { role: "cell" }, button(t("deleteToken"), () => this.#delete(token), "link-danger",
          { "aria-label": t("deleteTokenMade", { time: made }) })) : null,
      );
    };
    return el(
      "table",
      { role: "table", "aria-label": t("tokens") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
        columns.map((column) => el("th", { role: "columnheader", scope: "col" }, t(column))),
        abilities.manage ? el("th", { role: "columnheader" }, el("span.unseen", t("actions"))) : null)),
      el("tbody", { role: "rowgroup" }, tokens.map(row)),
    );
  }

  #delete(token) {
    const app = this.#app;
    const { t } = app;
    ask({
      t,
      title: t("confirmToken"),
      content: el("p", t("explainToken")),
      label: t("deleteToken"),
      dangerous: true,
      task: async () => {
        await app.api.send("DELETE", paths.token(app.realm, token.id));
        return () => {
          toast(t("doneToken"));
          this.element.querySelector("h1").focus();
          this.update();
        };
      },
    });
  }

  #create() {
    const app = this.#app;
    const { t, realm, abilities } = app;
    const uses = el("input", { type: "text", inputmode: "numeric", value: "1", maxlength: "5", autocomplete: "off" });
    const lifetime = el("select", { id: newId("choice") }, LIFETIMES.map(([key, seconds]) =>
      el("option", { value: String(seconds), selected: key === "day" }, t(key))));
    const owner = oneName({ t, label: t("tokenOwner"), value: "", placeholder: t("ownerHint"), suggest: async (text) =>
      abilities.directory ? (await app.api.get(paths.users(realm, text))).map((user) => user.username) : [] });
    ask({
      t,
      title: t("newToken"),
      content: [field(t("uses"), uses), el("div.field", el("label", { for: lifetime.id }, t("lifetime")), lifetime), owner.element],
      label: t("makeIt"),
      check: () => (usesOf(uses.value) ? undefined : { field: uses, text: t("usesWrong") }),
      task: async () => {
        const made = await app.api.send("POST", paths.tokens(realm), {
          uses: usesOf(uses.value),
          expires_in: Number(lifetime.value),
          ...(owner.value() ? { owner: owner.value() } : {}),
        });
        return () => {
          this.update();
          this.#showOnce(made.enrolment_token);
        };
      },
    });
  }

  #showOnce(secret) {
    const { t, issuer } = this.#app;
    showSecret({ t, title: t("tokenMade"), label: t("token"), secret, content: [
      el("p", t("onMachine")),
      el("pre", el("code", `holdfast-agent enrol --issuer ${issuer} --token-file token`)),
    ] });
  }
}
