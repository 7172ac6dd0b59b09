// One device: what it is, who uses it, what was done with it, and what can be done now.

import { listOf } from "./address.js";
import { groupPaths, paths } from "./admin-api.js";
import { actionsOf, changesOf, happeningOf, isDangerous } from "./device-actions.js";
import { assuranceLabel, statusLabel, when } from "./device-list.js";
import { ask, field } from "./dialog.js";
import { el } from "./elements.js";
import { grouped, system, time } from "./formats.js";
import { button, toast, waiting } from "./notices.js";
import { oneName, severalNames } from "./picker.js";
import { postureContent } from "./posture.js";

export class DevicePage {
  #app;
  #place;
  #stop = new AbortController();

  constructor(app, place) {
    this.#app = app;
    this.#place = place;
    this.element = el("section", waiting(app.t));
    this.#load();
  }

  async update(place) {
    this.#place = place;
    this.element.replaceChildren(waiting(this.#app.t));
    await this.#load();
  }

  leave() {
    this.#stop.abort();
  }

  async #load(focus = false) {
    const app = this.#app;
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    try {
      const [device, history] = await Promise.all([
        app.api.get(paths.device(app.realm, this.#place.id), stop.signal),
        this.#history(stop.signal),
      ]);
      if (!stop.signal.aborted) {
        document.title = `${device.name} · ${app.t("title")}`;
        this.#draw(device, history);
        if (focus) {
          this.element.querySelector("h1").focus();
        }
      }
    } catch (error) {
      if (error.name !== "AbortError") {
        const again = error.kind === "missing" ? undefined : () => this.update(this.#place);
        this.element.replaceChildren(this.#way(""), app.failure(error, again, this.#backButton()));
      }
    }
  }

  /** Without the role, or without stored events, the rest of the page is as useful. */
  async #history(signal) {
    const app = this.#app;
    if (!app.abilities.history) {
      return { missing: "historyForbidden" };
    }
    try {
      return { events: await app.api.get(paths.history(app.realm, this.#place.id), signal) };
    } catch (error) {
      if (error.name === "AbortError" || error.kind === "session") {
        throw error;
      }
      return { missing: "historyFailed" };
    }
  }

  #backButton() {
    return button(this.#app.t("backToList"), () => this.#app.go(this.#list()));
  }

  #list() {
    return this.#app.lastList ?? listOf(this.#place.realm);
  }

  #way(name) {
    const { t } = this.#app;
    return el("nav.way", { "aria-label": t("devices") }, this.#app.link(this.#list(), t("devices"), ""),
      name ? [el("span", { "aria-hidden": "true" }, "›"), el("span", { "aria-current": "page" }, name)] : null);
  }

  #draw(device, history) {
    const { t, abilities } = this.#app;
    const actions = actionsOf(device.status, abilities.manage);
    this.element.replaceChildren(
      this.#way(device.name),
      el(
        "div.heading.heading-device",
        el("div.title", el("h1", { tabindex: "-1" }, device.name), statusLabel(t, device.status)),
        actions.length
          ? el("div.buttons", { role: "group", "aria-label": t("actions") }, actions.map((action) =>
            button(t(`action_${action}`), () => this.#act(action, device),
              isDangerous(action) ? "danger-outline" : action === "approve" || action === "release" ? "primary" : "secondary",
              { "data-action": action })))
          : null,
      ),
      el(
        "div.cards",
        this.#facts(device),
        this.#assignment(device),
        device.posture ? wide(card(t("posture"), ...postureContent(this.#app, device.posture))) : null,
        this.#registrations(device),
        this.#keys(device),
        this.#historyCard(history),
      ),
    );
  }

  #facts(device) {
    const { t, locale } = this.#app;
    return card(t("facts"), facts([
      [t("assurance"), assuranceLabel(t, device.assurance)],
      [t("hostname"), device.hostname],
      [t("certifiedName"), device.certified_name],
      [t("system"), system(device)],
      [t("model"), device.model],
      [t("agentVersion"), device.agent_version],
      [t("enrolled"), time(device.created_at, locale)],
      [t("lastUsed"), device.last_used_at ? when(this.#app, device.last_used_at) : t("never")],
      [t("id"), el("code", device.id)],
    ]));
  }

  #assignment(device) {
    const { t } = this.#app;
    const { realm } = this.#place;
    const person = (user) => user.username
      ? this.#app.link(listOf(realm, { user: user.id }), user.username, "", t("devicesOf", { name: user.username }))
      : t("unknownUser");
    const several = (values) => (values.length ? el("ul", values.map((value) => el("li", value))) : el("span.faint", t("none")));
    return card(t("whoMayUse"), facts([
      [t("owner"), device.owner ? person(device.owner) : el("span.faint", t("nobody"))],
      [t("users"), several(device.users.map(person))],
      [t("groups"), several(device.groups.map((group) => group.path ?? t("unknownGroup")))],
    ]));
  }

  #keys(device) {
    const { t } = this.#app;
    return card(
      t("keys"),
      el("p.hint", t("keysText")),
      facts([
        [t("agentKey"), el("code.key", grouped(device.agent_key))],
        [t("endorsementKey"), device.endorsement_key ? el("code.key", grouped(device.endorsement_key)) : el("span.faint", t("notShown"))],
      ]),
    );
  }

  #registrations(device) {
    const { t, abilities } = this.#app;
    if (!device.registration_list.length) {
      return wide(card(t("registrations"), el("p.faint", t("noRegistrations"))));
    }
    const columns = ["user", "status", "lastUsed", "unlockKey", "unlockedUntil", "expires", "key"];
    const row = (registration) => {
      const name = registration.user.username ?? t("unknownUser");
      const live = registration.status === "live";
      const cells = [
        name,
        statusLabel(t, registration.status),
        when(this.#app, registration.last_used_at),
        unlockKey(t, registration.unlock_method),
        live ? when(this.#app, registration.active_until) : "–",
        live ? when(this.#app, registration.expires_at) : "–",
        el("code.key.key-short", { title: registration.key }, registration.key.slice(0, 12) + "…"),
      ];
      return el(
        "tr",
        { role: "row" },
        columns.map((column, i) => el("td", { role: "cell", "data-label": t(column) }, cells[i])),
        abilities.manage
          ? el("td.row-action", { role: "cell" }, live
            ? button(t("endRegistration"), () => this.#end(device, registration, name), "link-danger",
              { "aria-label": t("endRegistrationOf", { name }) })
            : null)
          : null,
      );
    };
    return wide(card(t("registrations"), el(
      "table",
      { role: "table", "aria-label": t("registrations") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" },
        columns.map((column) => el("th", { role: "columnheader", scope: "col" }, t(column))),
        abilities.manage ? el("th", { role: "columnheader" }, el("span.unseen", t("actions"))) : null)),
      el("tbody", { role: "rowgroup" }, device.registration_list.map(row)),
    )));
  }

  #historyCard(history) {
    const { t, locale } = this.#app;
    const line = (event) => el(
      "li",
      el("strong", t(`happened_${happeningOf(event)}`)),
      " ",
      event.by ? t(event.realm ? "byOfRealm" : "by", { name: event.by, ...(event.realm ? { realm: event.realm } : {}) }) : "",
      el("time", { datetime: new Date(event.time).toISOString() }, time(event.time / 1000, locale)),
    );
    return card(t("history"), history.missing
      ? el("p.faint", t(history.missing))
      : history.events.length ? el("ol.history", history.events.map(line)) : el("p.faint", t("noHistory")));
  }

  #act(action, device) {
    if (action === "edit") {
      this.#edit(device);
      return;
    }
    const app = this.#app;
    const { t } = app;
    const { name, id } = device;
    const typed = action === "delete" ? el("input", { type: "text", autocomplete: "off", spellcheck: "false" }) : null;
    ask({
      t,
      title: t(`confirm_${action}`, { name }),
      content: [el("p", t(`explain_${action}`)), typed ? field(t("typeName", { name }), typed) : null],
      label: t(`action_${action}`),
      dangerous: isDangerous(action),
      check: () => (typed && typed.value.trim() !== name.trim() ? { field: typed, text: t("wrongName") } : undefined),
      task: async () => {
        if (action === "delete") {
          await app.api.send("DELETE", paths.device(app.realm, id));
          return () => {
            app.go(this.#list());
            toast(t("done_delete", { name }));
          };
        }
        await app.api.send("POST", paths.change(app.realm, id, action));
        return () => this.#done(t(`done_${action}`, { name }));
      },
    });
  }

  #end(device, registration, name) {
    const app = this.#app;
    const { t } = app;
    ask({
      t,
      title: t("confirm_end", { name }),
      content: el("p", t("explain_end", { name })),
      label: t("endRegistration"),
      dangerous: true,
      task: async () => {
        await app.api.send("DELETE", paths.registration(app.realm, device.id, registration.id));
        return () => this.#done(t("done_end", { name }));
      },
    });
  }

  #edit(device) {
    const app = this.#app;
    const { t, realm, abilities } = app;
    const name = el("input", { type: "text", value: device.name, maxlength: "255", autocomplete: "off", spellcheck: "false" });
    const people = async (text) =>
      abilities.directory ? (await app.api.get(paths.users(realm, text))).map((user) => user.username) : [];
    const groups = async (text) => (abilities.directory ? groupPaths(await app.api.get(paths.groups(realm, text))).slice(0, 8) : []);
    const owner = oneName({ t, label: t("owner"), value: device.owner?.username ?? "", placeholder: t("ownerHint"), suggest: people });
    const users = severalNames({ t, label: t("users"), placeholder: t("usersHint"), suggest: people,
      values: device.users.map((user) => user.username).filter(Boolean) });
    const assigned = severalNames({ t, label: t("groups"), placeholder: t("groupsHint"), suggest: groups,
      values: device.groups.map((group) => group.path).filter(Boolean) });
    ask({
      t,
      title: t("editDevice"),
      content: [field(t("name"), name), owner.element, users.element, assigned.element, el("p.hint", t("editText"))],
      label: t("save"),
      check: () => (name.value.trim() ? undefined : { field: name, text: t("needsName") }),
      task: async () => {
        const changes = changesOf(device, {
          name: name.value.trim(), owner: owner.value(), users: users.values(), groups: assigned.values(),
        });
        if (!changes) {
          return undefined;
        }
        const after = await app.api.send("PUT", paths.device(realm, device.id), changes);
        return () => this.#done(t("done_edit", { name: after.name }));
      },
    });
  }

  async #done(sentence) {
    await this.#load(true);
    toast(sentence);
  }
}

/** What releases the key by which the device itself unlocks a registration, if it has one. */
function unlockKey(t, method) {
  const known = ["pin", "fpt", "face"].includes(method);
  return known ? t(`unlock_${method}`) : el("span.faint", t("unlock_none"));
}

const card = (title, ...content) => el("section.card", el("h2", title), content);

function wide(element) {
  element.classList.add("card-wide");
  return element;
}

const facts = (pairs) =>
  el("dl.facts", pairs.filter(([, value]) => value).map(([name, value]) => el("div", el("dt", name), el("dd", value))));
