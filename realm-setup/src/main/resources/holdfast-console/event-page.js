// One event of the record: all that is kept of it, the policies that had a say, and what was changed.

import { accessPage } from "./access-address.js";
import { resultLabel } from "./activity-page.js";
import { insightPaths } from "./insights-api.js";
import { activityOf } from "./insights-address.js";
import { shownChange } from "./diff.js";
import { el } from "./elements.js";
import { recordFailure } from "./insights-notices.js";
import { button, toast, waiting } from "./notices.js";
import { methodText, methodsOf, personText, placeText, policiesOf, resultOf, typeText } from "./record-words.js";

/** Devices of the registry have a page of their own. */
const DEVICE_ID = /^[0-9a-f-]{36}$/;
const ACTIONS = ["allow", "deny", "require"];
const ACTORS = ["user", "admin", "client", "unknown"];

export class EventPage {
  #app;
  #place;
  #stop = new AbortController();

  constructor(app, place) {
    this.#app = app;
    this.element = el("section");
    this.update(place);
  }

  async update(place) {
    const app = this.#app;
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    this.#place = place;
    this.element.replaceChildren(waiting(app.t));
    try {
      const record = await app.api.get(insightPaths.event(app.realm, place.id), stop.signal);
      if (!stop.signal.aborted) {
        document.title = `${typeText(app.t, record.event_type)} · ${app.t("title")}`;
        this.#draw(record);
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        this.element.replaceChildren(this.#way(""), recordFailure(app, error, () => this.update(place),
          button(app.t("backToActivity"), () => app.go(this.#list()))));
      }
    }
  }

  leave() {
    this.#stop.abort();
  }

  #list() {
    return this.#app.lastActivity ?? activityOf(this.#place.realm);
  }

  #way(name) {
    const { t } = this.#app;
    return el("nav.way", { "aria-label": t("activity") }, this.#app.link(this.#list(), t("activity"), ""),
      name ? [el("span", { "aria-hidden": "true" }, "›"), el("span", { "aria-current": "page" }, name)] : null);
  }

  #draw(record) {
    const { t } = this.#app;
    const name = typeText(t, record.event_type);
    const policies = policiesOf(record);
    this.element.replaceChildren(
      this.#way(name),
      el("div.heading", el("div.title", el("h1", { tabindex: "-1" }, name), resultLabel(t, resultOf(record)))),
      el("div.cards",
        this.#what(record),
        this.#who(record),
        this.#proof(record),
        policies.length ? this.#policies(policies) : null,
        record.changes?.length ? this.#changes(record.changes) : null,
        this.#whole(record)),
    );
  }

  /** A link to all events of the last thirty days that have the same. */
  #same(filter, text, title) {
    return this.#app.link(activityOf(this.#place.realm, { range: "month", ...filter }), text, "", title ?? this.#app.t("eventsLikeThis"));
  }

  #what(record) {
    const { t, locale } = this.#app;
    const { resource } = record;
    const what = resource && (resource.name || resource.id);
    return card(t("event"), facts([
      [t("eventTime"), el("time", { datetime: record.timestamp },
        new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "long" }).format(new Date(record.timestamp)))],
      [t("eventType"), this.#same({ type: record.event_type }, el("code", record.event_type))],
      [t("service"), ["directory", "sso", "mfa", "systems"].includes(record.service) ? t(`service_${record.service}`) : record.service],
      [t("errorMessage"), record.error_message],
      [t("target"), what ? [
        resource.type === "system" && DEVICE_ID.test(resource.id ?? "")
          ? this.#app.link({ realm: this.#place.realm, view: "device", id: resource.id }, what, "")
          : resource.id ? this.#same({ application: resource.id }, what) : what,
        el("span.about", resource.type)] : null],
      [t("id"), el("code", record.id)],
    ]));
  }

  #who(record) {
    const { t, language } = this.#app;
    const actor = record.initiated_by ?? {};
    return card(t("whoAndWhere"), facts([
      [t("person"), [actor.username ? this.#same({ person: actor.username }, personText(t, actor)) : personText(t, actor),
        ACTORS.includes(actor.type) ? el("span.about", t(`actor_${actor.type}`)) : null]],
      [t("email"), actor.email],
      [t("userId"), actor.id ? el("code", actor.id) : null],
      [t("address"), record.client_ip ? this.#same({ ip: record.client_ip }, record.client_ip) : null],
      [t("placeOfAddress"), record.client_ip ? [placeText(t, language, record.geoip),
        record.geoip?.latitude === undefined ? null
          : el("span.about", [record.geoip.region_code, `${record.geoip.latitude}, ${record.geoip.longitude}`].filter(Boolean).join(" · "))] : null],
      [t("browser"), record.useragent?.raw],
    ]));
  }

  #proof(record) {
    const { t } = this.#app;
    const context = record.auth_context ?? {};
    const device = context.system;
    const lines = [
      [t("decision"), ACTIONS.includes(context.decision) ? t(`decision_${context.decision}`) : context.decision],
      [t("reasons"), list(context.reasons)],
      [t("methods"), list(methodsOf(record).map((method) => methodText(t, method)))],
      [t("secondFactor"), record.mfa_meta?.type ?? (record.mfa ? t("yes") : null)],
      [t("factorsBrought"), list(context.factors)],
      [t("deviceOfSignIn"), device ? (DEVICE_ID.test(device.id)
        ? this.#app.link({ realm: this.#place.realm, view: "device", id: device.id }, device.displayName ?? device.id, "")
        : device.displayName ?? device.id) : null],
      [t("breakGlass"), context.break_glass ? el("strong", t("breakGlassUsed")) : null],
    ].filter(([, value]) => value);
    return lines.length ? card(t("howItWasDecided"), facts(lines)) : null;
  }

  #policies(policies) {
    const { t } = this.#app;
    const columns = ["policy", "policyAction", "policyMode"];
    return card(t("policiesApplied"), el(
      "table",
      { role: "table", "aria-label": t("policiesApplied") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((column) => el("th", { role: "columnheader", scope: "col" }, t(column))))),
      el("tbody", { role: "rowgroup" }, policies.map((policy) => {
        const cells = [
          el("span", this.#app.link(accessPage(this.#place.realm, "policies", policy.id), policy.name || policy.id, ""),
            el("span.about", this.#same({ policy: policy.id }, t("eventsOfPolicy")))),
          ACTIONS.includes(policy.action) ? t(`policyAction_${policy.action}`) : policy.action,
          policy.mode === "report" ? el("span.label.label-pending", el("span.label-dot", { "aria-hidden": "true" }), t("mode_report")) : t("mode_enforce"),
        ];
        return el("tr", { role: "row" }, columns.map((column, i) => el("td", { role: "cell", "data-label": t(column) }, cells[i])));
      })),
    ));
  }

  #changes(changes) {
    const { t } = this.#app;
    return wide(card(t("changes"), el("div.changes", changes.map((change) => el("section.change",
      el("h3", el("code", change.field)),
      shownChange(t, change))))));
  }

  #whole(record) {
    const { t } = this.#app;
    const text = JSON.stringify(record, null, 2);
    const copy = button(t("copy"), async () => {
      try {
        await navigator.clipboard.writeText(text);
        toast(t("copied"));
      } catch {
        toast(t("copyNotAllowed"));
      }
    });
    return wide(card(t("wholeRecord"), el("details.whole", el("summary", t("showJson")), el("div.whole-json", el("pre", { tabindex: "0" }, el("code", text)), copy))));
  }
}

const list = (values) => (values?.length ? values.join(", ") : null);

const card = (title, ...content) => el("section.card", el("h2", title), content);

function wide(element) {
  element.classList.add("card-wide");
  return element;
}

const facts = (pairs) =>
  el("dl.facts", pairs.filter(([, value]) => value).map(([name, value]) => el("div", el("dt", name), el("dd", value))));
