// Who changed what: the realm's admin events of policies, IP lists, API keys and their settings, with what was and what is.

import { accessPage } from "./access-address.js";
import { accessPaths } from "./access-api.js";
import { failureOf } from "./access-notices.js";
import { shownChange } from "./diff.js";
import { busyWhile, el } from "./elements.js";
import { time } from "./formats.js";
import { button, notice, waiting } from "./notices.js";

const AT_ONCE = 50;

/** Where the events are; Keycloak asks for one kind of path at a time. */
const SOURCES = ["authn/policies/*", "iplists/*", "apikeys/*", "organizations/*"];

const OPERATIONS = ["CREATE", "UPDATE", "DELETE"];
const KINDS = { AUTHNPOLICY: "policy", IPLIST: "ipList", API_KEY: "apiKey", ORGANIZATION: "settings" };

/** What an event says of a change, whatever it was written by; undefined where it says nothing that can be read. */
export function changeOf(event) {
  let told;
  try {
    told = JSON.parse(event.representation ?? "");
  } catch {
    told = {};
  }
  const id = /\/([A-Za-z0-9_-]{1,64})$/.exec(event.resourcePath ?? "")?.[1];
  return {
    kind: KINDS[event.resourceType] ?? "other",
    operation: OPERATIONS.includes(event.operationType) ? event.operationType : "ACTION",
    id,
    name: told?.name ?? id ?? "",
    changes: Array.isArray(told?.changes) ? told.changes : [],
  };
}

/** Events of several sources, the youngest first, as far back as all of them were asked. */
export function merged(sources) {
  const asked = Math.max(0, ...sources.filter((source) => !source.ended).map((source) => source.events.at(-1)?.time ?? 0));
  const events = sources.flatMap((source) => source.events).filter((event) => event.time >= asked).sort((a, b) => b.time - a.time);
  return { events, hasMore: sources.some((source) => !source.ended) };
}

export class AccessHistory {
  #app;
  #stop = new AbortController();
  #results = el("div.results.edits");
  #sources = SOURCES.map((path) => ({ path, events: [], ended: false }));
  #shown = 0;

  constructor(app) {
    const { t } = app;
    this.#app = app;
    this.element = el("section", el("div.heading", el("h1", { tabindex: "-1" }, t("accessChanges"))), el("p.lead", t("changesText")), this.#results);
    this.#results.append(waiting(t));
    this.#load();
  }

  leave() {
    this.#stop.abort();
  }

  async #load() {
    const app = this.#app;
    const { t } = app;
    if (!app.abilities.history) {
      this.#results.replaceChildren(notice({ kind: "empty", title: t("noChangesShown"), text: t("historyForbidden") }));
      return;
    }
    try {
      await Promise.all(this.#sources.filter((source) => !source.ended).map(async (source) => {
        const more = await app.api.get(accessPaths.events(app.realm, source.path, source.events.length, AT_ONCE), this.#stop.signal);
        source.events.push(...more);
        source.ended = more.length < AT_ONCE;
      }));
      this.#draw();
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#results.replaceChildren(failureOf(app, error, () => this.#load()));
      }
    }
  }

  #draw() {
    const { t } = this.#app;
    const { events, hasMore } = merged(this.#sources);
    if (!events.length) {
      this.#results.replaceChildren(notice({ kind: "empty", title: t("noChanges"), text: t("noChangesText") }));
      return;
    }
    const list = el("ol.edit-list", events.map((event) => this.#line(event)));
    this.#results.replaceChildren(list, hasMore ? button(t("showMore"), (event) => busyWhile(event.currentTarget, () => this.#load())) : "");
    if (this.#shown) {
      list.children[this.#shown]?.querySelector("a, summary")?.focus();
    }
    this.#shown = events.length;
  }

  #line(event) {
    const app = this.#app;
    const { t, locale, realm } = app;
    const change = changeOf(event);
    const by = el("span", t("someone"));
    this.#nameWho(by, event.authDetails ?? {});
    const isThere = change.operation !== "DELETE" && change.id;
    const name = isThere && change.kind === "policy" ? app.link(accessPage(realm, "policies", change.id), change.name, "")
      : isThere && change.kind === "ipList" ? app.link(accessPage(realm, "ipLists", change.id), change.name, "") : el("strong", change.name);
    return el("li.card.edit",
      el("div.edit-head",
        el(`span.operation.operation-${change.operation.toLowerCase()}`, t(`operation_${change.operation}`)),
        el("span", t(`changed_${change.kind}`), " ", name),
        el("span.about", by, " · ", el("time", { datetime: new Date(event.time).toISOString() }, time(event.time / 1000, locale)))),
      change.changes.length ? el("details", { open: change.operation === "UPDATE" }, el("summary", change.changes.map((one) => one.field).join(", ")),
        el("dl.edit-diff", change.changes.map((one) => el("div", el("dt", one.field), el("dd", shownChange(t, one)))))) : null);
  }

  /** An administrator of another realm is not known here by name. */
  async #nameWho(place, { userId, ipAddress }) {
    const { t, userName } = this.#app;
    const name = userId ? await userName(userId) : undefined;
    place.textContent = t("by", { name: name ?? (userId ? t("adminElsewhere") : t("someone")) });
    place.title = [userId, ipAddress].filter(Boolean).join(" · ");
  }
}
