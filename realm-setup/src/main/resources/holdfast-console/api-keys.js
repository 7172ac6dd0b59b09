// API keys of scripts. A new one's secret is in this page until its dialog closes, and nowhere else.

import { accessPaths } from "./access-api.js";
import { failureOf, worded } from "./access-notices.js";
import { when } from "./device-list.js";
import { ask, field, showSecret } from "./dialog.js";
import { el, newId } from "./elements.js";
import { time } from "./formats.js";
import { button, notice, toast, waiting } from "./notices.js";
import { oneName } from "./picker.js";

const DAYS = [7, 30, 90, 180, 365];
const USUAL = 90;

/** Days before its end from which a key is said to end soon. */
const SOON = 14;

export const secondsOf = (instant) => Math.floor(Date.parse(instant) / 1000);

/** "ended", "soon" or "live". */
export function stateOf(key, nowMillis) {
  const left = Date.parse(key.expires_at) - nowMillis;
  return left <= 0 ? "ended" : left < SOON * 86_400_000 ? "soon" : "live";
}

const LOOKS = { live: "live", soon: "quarantined", ended: "revoked" };

export class ApiKeys {
  #app;
  #stop = new AbortController();
  #results = el("div.results");

  constructor(app) {
    const { t, abilities } = app;
    this.#app = app;
    this.element = el("section",
      el("div.heading", el("h1", { tabindex: "-1" }, t("apiKeys")),
        abilities.manage ? button(t("newKey"), () => this.#create(), "primary", { "data-action": "new-key" }) : null),
      el("p.lead", t("apiKeysText")), this.#results);
    this.#results.append(waiting(t));
    this.update();
  }

  async update() {
    const app = this.#app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    try {
      const keys = await app.api.get(accessPaths.keys(app.realm), stop.signal);
      this.#results.replaceChildren(keys.length ? this.#table(keys)
        : notice({ kind: "empty", title: app.t("noKeys"), text: app.t("noKeysText") }));
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#results.replaceChildren(failureOf(app, error, () => this.update(), true));
      }
    }
  }

  leave() {
    this.#stop.abort();
  }

  #table(keys) {
    const { t, locale, abilities } = this.#app;
    const columns = ["key", "client", "made", "ends"];
    const row = (key) => {
      const state = stateOf(key, Date.now());
      const cells = [
        el("strong", key.name),
        el("code", key.client),
        time(secondsOf(key.created_at), locale),
        [el(`span.label.label-${LOOKS[state]}`, el("span.label-dot", { "aria-hidden": "true" }), t(`key_${state}`)), " ", when(this.#app, secondsOf(key.expires_at))],
      ];
      return el("tr", { role: "row" },
        columns.map((column, i) => el("td", { role: "cell", "data-label": t(`column_${column}`) }, cells[i])),
        abilities.manage ? el("td.row-action", { role: "cell" }, button(t("revokeKey"), () => this.#revoke(key), "link-danger",
          { "aria-label": t("revokeKeyOf", { name: key.name }) })) : null);
    };
    return el("table", { role: "table", "aria-label": t("apiKeys") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
        columns.map((column) => el("th", { role: "columnheader", scope: "col" }, t(`column_${column}`))),
        abilities.manage ? el("th", { role: "columnheader" }, el("span.unseen", t("actions"))) : null)),
      el("tbody", { role: "rowgroup" }, keys.map(row)));
  }

  #revoke(key) {
    const app = this.#app;
    const { t } = app;
    ask({ t, title: t("confirmRevokeKey", { name: key.name }), content: el("p", t("explainRevokeKey")), label: t("revokeKey"), dangerous: true,
      task: async () => {
        await app.api.send("DELETE", accessPaths.key(app.realm, key.id)).catch((error) => Promise.reject(worded(error)));
        return () => {
          toast(t("keyRevoked", { name: key.name }));
          this.element.querySelector("h1").focus();
          this.update();
        };
      } });
  }

  #create() {
    const app = this.#app;
    const { t, realm, locale } = app;
    const name = el("input", { type: "text", maxlength: "255", autocomplete: "off", placeholder: t("keyNameHint") });
    const days = el("select", { id: newId("choice") }, DAYS.map((count) => el("option", { value: String(count), selected: count === USUAL },
      new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(count))));
    const client = oneName({ t, label: t("serviceAccount"), value: "", placeholder: t("serviceAccountHint"), suggest: async (text) =>
      (await app.api.get(accessPaths.clients(realm, text, true))).map((found) => found.clientId) });
    ask({ t, title: t("newKey"),
      content: [field(t("keyName"), name), client.element, el("p.hint", t("serviceAccountText")),
        el("div.field", el("label", { for: days.id }, t("lifetime")), days)],
      label: t("makeKey"),
      check: () => (name.value.trim() ? undefined : { field: name, text: t("keyNeedsName") }),
      task: async () => {
        const made = await app.api.send("POST", accessPaths.keys(realm), { name: name.value.trim(), client: client.value(), days: Number(days.value) })
          .catch((error) => Promise.reject(worded(error)));
        return () => {
          this.update();
          showSecret({ t, title: t("keyMade"), label: t("apiKey"), secret: made.key, content: [
            el("p", t("useKey")), el("pre", el("code", `curl -H "x-api-key: $KEY" ${app.addressOfCall(accessPaths.policy(realm))}`))] });
        };
      } });
  }
}
