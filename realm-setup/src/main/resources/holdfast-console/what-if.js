// What would become of a request that somebody describes: the decision, and every policy with the value of each condition and why.

import { ASSURANCES } from "./address.js";
import { accessPage } from "./access-address.js";
import { accessPaths, everyEntry, explanationOf, problemsOf } from "./access-api.js";
import { said } from "./access-notices.js";
import { paths } from "./admin-api.js";
import { checks, countries } from "./condition-tree.js";
import { field } from "./dialog.js";
import { el, newId } from "./elements.js";
import { button } from "./notices.js";
import { oneName } from "./picker.js";
import { FACTORS, treeOf, TYPES } from "./policy-document.js";
import { demandWords, factorName, leafWords, OS_NAMES, RISKS } from "./policy-words.js";

/** What was seen, in words of the page's own; a newer server may know more, and brings English words for them. */
export const WHY = new Set(("disabled everybody user_included group_included user_excluded group_excluded nobody_included other_resource always " +
  "all_parts any_part negated address_unknown address_listed address_not_listed list_missing place_unknown place_private place_seen no_device " +
  "device_seen assurance_seen fact_reported fact_not_reported report_age attribute_missing attribute_seen role_held role_not_held group_member " +
  "group_not_member mfa_unknown mfa_configured mfa_not_configured method_used method_not_used time_seen risk_unknown risk_seen").split(" "));

const STANDINGS = ["applied", "reported", "not_matched", "not_targeted", "disabled"];
const VALUE_LOOKS = { true: "✓", false: "✕", unknown: "?" };

/** What was seen, in the reader's language. names: the names of IP lists by their ids. */
export function why(t, reason, names = new Map()) {
  const named = Object.fromEntries(Object.entries(reason.parameters ?? {}).map(([name, text]) =>
    [name, LISTS.has(name) ? text.split(", ").map((id) => names.get(id) ?? id).join(", ") : text]));
  return WHY.has(reason.code) ? t(`why_${reason.code}`, named) : reason.message;
}

const LISTS = new Set(["list", "lists", "missing"]);

/** The request as the server wants it; what was left empty is not in it. */
export function requestOf(form) {
  const text = (value) => value?.trim() || undefined;
  const request = {
    user: text(form.user),
    type: form.type,
    client: text(form.client),
    ip: text(form.ip),
    place: form.place === "" ? undefined : form.place === "unknown" || form.place === "private" ? form.place : { country: form.place },
    time: form.time ? new Date(form.time).toISOString() : undefined,
    methods: form.methods?.length ? form.methods : undefined,
    risk: form.risk ? { level: form.risk } : undefined,
    device: form.device === "none" ? undefined : deviceOf(form),
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}

function wide(element) {
  element.classList.add("wide");
  return element;
}

const deviceOf = ({ assurance, encrypted, firewall, compliant, osFamily, osVersion, screenLock, reported }) => {
  const number = (value) => (/^\d{1,7}$/.test(value ?? "") ? Number(value) : undefined);
  const device = {
    managed: true, assurance, encrypted: flag(encrypted), firewall: flag(firewall), compliant: flag(compliant),
    os: osFamily || undefined, osVersion: osVersion?.trim() || undefined, screenLockMinutes: number(screenLock?.trim()),
    reportedMinutesAgo: number(reported?.trim()),
  };
  return Object.fromEntries(Object.entries(device).filter(([, value]) => value !== undefined));
};

const flag = (word) => (word === "yes" ? true : word === "no" ? false : undefined);

export class WhatIfPage {
  #whatIf;

  constructor(app) {
    const { t } = app;
    this.#whatIf = new WhatIf(app);
    this.element = el("section.what-if-page", el("div.heading", el("h1", { tabindex: "-1" }, t("whatIf"))), el("p.lead", t("whatIfText")), this.#whatIf.element);
  }

  leave() {
    this.#whatIf.leave();
  }
}

export class WhatIf {
  #app;
  #draft;
  #form = { type: "application", place: "", device: "none", methods: ["PASSWORD"], assurance: "software", risk: "" };
  #names = new Map();
  #stop = new AbortController();
  #result = el("div.what-if-result", { role: "region", "aria-live": "polite" });
  #failure = el("div.dialog-failure", { role: "alert" });

  /** draft, where given: the policy as it stands in the editor, tried in place of the stored one. */
  constructor(app, { draft } = {}) {
    this.#app = app;
    this.#draft = draft;
    this.#result.setAttribute("aria-label", app.t("whatWouldHappen"));
    const inputs = this.#inputs();
    // A form stands in no other form: in the editor this is a group of fields with a button of its own.
    this.element = el("div.what-if", el("div.card.what-if-request", { role: "group", "aria-label": app.t("request"), onkeydown: (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([role=combobox])")) {
        event.preventDefault();
        this.#look();
      }
    } }, inputs, this.#failure, el("div.buttons", button(app.t("look"), () => this.#look(), "primary", { "data-action": "simulate" }))), this.#result);
  }

  leave() {
    this.#stop.abort();
  }

  #inputs() {
    const app = this.#app;
    const { t, locale, realm, api, abilities } = app;
    const text = (name, label, placeholder = "", hint) => field(label, el("input", { type: "text", autocomplete: "off", spellcheck: "false", placeholder, maxlength: "255",
      oninput: (event) => (this.#form[name] = event.target.value) }), hint);
    const choice = (name, label, options) => field(label, el("select", { onchange: (event) => {
      this.#form[name] = event.target.value;
      device.hidden = this.#form.device === "none";
      client.hidden = this.#form.type !== "application";
    } }, options.map(([value, words]) => el("option", { value, selected: value === this.#form[name] }, words))));
    const user = oneName({ t, label: t("whoSignsIn"), value: "", placeholder: t("ownerHint"), changed: (name) => (this.#form.user = name),
      suggest: async (typed) => (abilities.directory ? (await api.get(paths.users(realm, typed))).map((found) => found.username) : []) });
    const { element: client } = oneName({ t, label: t("whichApplication"), value: "", placeholder: t("clientHint"), changed: (id) => (this.#form.client = id),
      suggest: async (typed) => (await api.get(accessPaths.clients(realm, typed))).map((found) => found.clientId) });
    const yesNo = [["", t("notReported")], ["yes", t("yes")], ["no", t("no")]];
    const device = el("div.device-facts", { hidden: true },
      choice("assurance", t("assurance"), ASSURANCES.map((word) => [word, t(`assurance_${word}`)])),
      choice("compliant", t("condition_deviceCompliant"), yesNo),
      choice("encrypted", t("condition_deviceEncrypted"), yesNo),
      choice("firewall", t("condition_deviceFirewall"), yesNo),
      choice("osFamily", t("osFamily"), [["", t("notReported")], ...Object.entries(OS_NAMES)]),
      text("osVersion", t("osVersion"), "14.5"),
      text("screenLock", t("screenLockMinutes")),
      text("reported", t("reportedMinutes")));
    const places = [["", t("asTheAddress")], ["private", t("privateNetwork")], ["unknown", t("unknownPlace")],
      ...[...countries(locale)].sort(([, a], [, b]) => a.localeCompare(b, locale))];
    const time = el("input", { type: "datetime-local", id: newId("time"), onchange: (event) => (this.#form.time = event.target.value) });
    return [
      el("div.what-if-fields",
        user.element,
        choice("type", t("whatIsOpened"), TYPES.map((type) => [type, t(`oneType_${type}`)])),
        client,
        text("ip", t("ipAddress"), "203.0.113.7"),
        choice("place", t("place"), places),
        choice("risk", t("condition_risk"), [["", t("notKnown")], ...RISKS.map((risk) => [risk, t(`risk_${risk}`)])]),
        el("div.field.wide", el("label", { for: time.id }, t("time")), time, el("p.hint", t("timeHint"))),
        wide(choice("device", t("whichDevice"), [["none", t("noDevice")], ["managed", t("managedDevice")]]))),
      device,
      checks({ label: t("broughtFactors"), options: ["PASSWORD", ...FACTORS].map((factor) => [factor, factorName(t, factor)]), chosen: this.#form.methods,
        changed: (values) => (this.#form.methods = values) }),
    ];
  }

  async #look() {
    const app = this.#app;
    const { t } = app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    this.#failure.replaceChildren();
    this.#result.setAttribute("aria-busy", "true");
    try {
      const draft = this.#draft?.();
      const body = { ...requestOf(this.#form), ...(draft ? { draft } : {}) };
      const [answer, lists] = await Promise.all([
        app.api.send("POST", accessPaths.simulate(app.realm), body, stop.signal),
        everyEntry(app.api, (skip) => accessPaths.ipLists(app.realm, skip), stop.signal),
      ]);
      this.#names = new Map(lists.map((list) => [list.id, list.name]));
      const explanation = explanationOf(answer);
      this.#result.replaceChildren(...this.#explained(explanation, draft));
      this.#result.querySelector("h2, h3")?.focus({ preventScroll: true });
      this.#result.scrollIntoView({ block: "nearest" });
    } catch (error) {
      if (error.name !== "AbortError") {
        const problems = problemsOf(error);
        this.#result.replaceChildren();
        this.#failure.replaceChildren(...(problems.length ? [el("ul", problems.map((problem) => el("li", problem.message)))] : said(t, error)));
      }
    }
    this.#result.removeAttribute("aria-busy");
  }

  #explained({ decision, inForce, breakGlass, policies }, draft) {
    const app = this.#app;
    const { t, locale } = app;
    const words = demandWords({ t, locale }, { effect: { action: decision.action === "deny" ? "deny" : "allow", obligations: {
      mfa: { required: Boolean(decision.mfa) }, mfaFactors: decision.factors, session: decision.session,
      userVerification: { requirement: decision.verification },
    } } });
    const groups = STANDINGS.map((standing) => [standing, policies.filter((policy) => policy.standing === standing)]).filter(([, members]) => members.length);
    return [
      inForce ? "" : el("p.banner", { role: "note" }, t("notInForce")),
      el(`div.verdict.verdict-${decision.action}`,
        el("h2", { tabindex: "-1" }, t(`verdict_${decision.action}`)),
        words ? el("p", words) : null,
        breakGlass ? el("p", t("inBreakGlass")) : null,
        decision.byDefault ? el("p", t("byDefault")) : null,
        decision.message ? el("blockquote", decision.message) : null),
      ...groups.map(([standing, members]) => el("section.standing",
        el("h3", t(`standing_${standing}`), " ", el("span.faint", `(${members.length})`)),
        el("ul", members.map((policy) => this.#policy(policy, standing, draft))))),
    ];
  }

  #policy(policy, standing, draft) {
    const app = this.#app;
    const { t, realm } = app;
    const isDraft = draft && (policy.id === draft.id || policy.id.startsWith("draft-"));
    const stored = !isDraft && !policy.id.startsWith("setting:");
    return el("li",
      el("details.card.finding", { open: standing === "applied" || standing === "reported" },
        el("summary", el("strong", policy.name), isDraft ? el("span.label", t("theDraft")) : null,
          el("span.about", why(t, policy.target, this.#names))),
        policy.condition ? el("ul.findings", this.#finding(policy.condition)) : null,
        stored ? el("p", app.link(accessPage(realm, "policies", policy.id), t("openPolicy"), "")) : null));
  }

  #finding(finding) {
    const app = this.#app;
    const { t } = app;
    return el("li",
      el(`span.value.value-${finding.value}`, el("span", { "aria-hidden": "true" }, VALUE_LOOKS[finding.value]), el("span.unseen", t(`value_${finding.value}`))),
      el("div", el("span", this.#words(finding)), el("span.about", why(t, finding.reason, this.#names)),
        finding.parts.length ? el("ul.findings", finding.parts.map((part) => this.#finding(part))) : null));
  }

  #words(finding) {
    const { t } = this.#app;
    if (finding.combines) {
      return t(finding.combines === "not" ? "notThis" : finding.combines === "any" ? "group_any" : "group_all");
    }
    const [name] = Object.keys(finding.condition ?? {});
    if (!name) {
      return t("alwaysWords");
    }
    try {
      return leafWords(this.#app, treeOf(finding.condition).parts[0], this.#names);
    } catch {
      return name;
    }
  }
}
