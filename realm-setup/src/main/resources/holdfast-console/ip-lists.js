// IP lists: what policies call a place. Entries stand one a line, and a mistake is said at its line.

import { accessPage, NEW } from "./access-address.js";
import { accessPaths, everyEntry, isLockOut, problemsOf } from "./access-api.js";
import { failureOf, said, worded } from "./access-notices.js";
import { ask, field, markWrong } from "./dialog.js";
import { busyWhile, el } from "./elements.js";
import { number } from "./formats.js";
import { LinesField } from "./lines-field.js";
import { insist } from "./lock-out.js";
import { button, notice, toast, waiting } from "./notices.js";

/** The lines that say something, each with its number: an entry is one, a comment or an empty line is none. */
export const entriesOf = (text) => text.split("\n").map((line, i) => ({ line: i + 1, entry: line.trim() })).filter(({ entry }) => entry);

/** At which line of the text a problem of the list of entries is; undefined for one of another member. */
export function lineOf(pointer, entries) {
  const at = /^\/ips\/(\d+)/.exec(pointer ?? "");
  return at ? entries[Number(at[1])]?.line : undefined;
}

export class IpLists {
  #app;
  #stop = new AbortController();
  #results = el("div.results");

  constructor(app) {
    const { t, realm, abilities } = app;
    this.#app = app;
    this.element = el("section",
      el("div.heading", el("h1", { tabindex: "-1" }, t("ipLists")),
        abilities.manage ? button(t("newList"), () => app.go(accessPage(realm, "ipLists", NEW)), "primary", { "data-action": "new-list" }) : null),
      el("p.lead", t("ipListsText")), this.#results);
    this.#results.append(waiting(t));
    this.update();
  }

  async update() {
    const app = this.#app;
    const { t, locale, realm } = app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    try {
      const lists = await everyEntry(app.api, (skip) => accessPaths.ipLists(realm, skip), stop.signal);
      const columns = ["list", "entries", "description"];
      const cell = (column, ...content) => el(`td.column-${column === "list" ? "name" : column}`, { role: "cell", "data-label": t(`column_${column}`) }, ...content);
      this.#results.replaceChildren(lists.length ? el("table.list", { role: "table", "aria-label": t("ipLists") },
        el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, columns.map((column) =>
          el(`th.column-${column}`, { role: "columnheader", scope: "col" }, t(`column_${column}`))))),
        el("tbody", { role: "rowgroup" }, lists.map((list) => el("tr", { role: "row" },
          cell("list", app.link(accessPage(realm, "ipLists", list.id), list.name, "row-link")),
          cell("entries", number(list.ips?.length ?? 0, locale)),
          cell("description", list.description || el("span.faint", "–"))))))
        : notice({ kind: "empty", title: t("noLists"), text: t("noListsText") }));
    } catch (error) {
      if (error.name !== "AbortError") {
        this.#results.replaceChildren(failureOf(app, error, () => this.update(), true));
      }
    }
  }

  leave() {
    this.#stop.abort();
  }
}

export class IpListPage {
  #app;
  #place;
  #stop = new AbortController();
  #tag;
  #failure = el("div.dialog-failure", { role: "alert" });

  constructor(app, place) {
    this.#app = app;
    this.#place = place;
    this.element = el("section", waiting(app.t));
    this.#load();
  }

  leave() {
    this.#stop.abort();
  }

  get #isNew() {
    return this.#place.id === NEW;
  }

  #way(name) {
    const { t, realm } = this.#app;
    return el("nav.way", { "aria-label": t("ipLists") }, this.#app.link(accessPage(realm, "ipLists"), t("ipLists"), ""),
      name ? [el("span", { "aria-hidden": "true" }, "›"), el("span", { "aria-current": "page" }, name)] : null);
  }

  async #load() {
    const app = this.#app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    try {
      const { json: list, tag } = this.#isNew ? { json: { name: "", description: "", ips: [] } }
        : await app.api.tagged(accessPaths.ipList(app.realm, this.#place.id), stop.signal);
      this.#tag = tag;
      this.#draw(list);
    } catch (error) {
      if (error.name !== "AbortError") {
        this.element.replaceChildren(this.#way(""), failureOf(app, error, () => this.#load()));
      }
    }
  }

  #draw(list) {
    const app = this.#app;
    const { t, locale, abilities } = app;
    const disabled = !abilities.manage;
    const title = this.#isNew ? t("newList") : list.name;
    const name = el("input", { type: "text", value: list.name, maxlength: "200", autocomplete: "off", spellcheck: "false", disabled });
    const description = el("input", { type: "text", value: list.description ?? "", maxlength: "1000", autocomplete: "off", disabled });
    const count = el("p.hint", { role: "status" });
    const counted = (text) => (count.textContent = t("countEntries", { count: number(entriesOf(text).length, locale) }));
    const lines = new LinesField(app, { label: t("addresses"), hint: t("addressesHint"), text: (list.ips ?? []).join("\n"), disabled, rows: "16",
      changed: (text) => {
        lines.complain([]);
        counted(text);
      } });
    counted(lines.text);
    const save = el("button.button.primary", { type: "submit", "data-action": "save" }, t("save"));
    const form = el("form.settings.ip-list", { novalidate: true },
      el("section.card", field(t("name"), name), field(t("description"), description)),
      lines.element,
      count,
      disabled ? null : el("div.save-bar", this.#failure, el("div.buttons", save, button(t("discard"), () => this.#load()))));
    const submit = async () => {
      this.#failure.replaceChildren();
      lines.complain([]);
      if (!name.value.trim()) {
        markWrong(name, t("listNeedsName"));
        return;
      }
      const entries = entriesOf(lines.text);
      const body = { name: name.value.trim(), description: description.value.trim(), ips: entries.map(({ entry }) => entry) };
      try {
        await this.#done(await this.#write(body));
      } catch (error) {
        this.#refused(error, body, entries, lines, name);
      }
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busyWhile(save, submit);
    });
    this.#failure.replaceChildren();
    this.element.replaceChildren(this.#way(title),
      el("div.heading", el("h1", { tabindex: "-1" }, title),
        !disabled && !this.#isNew ? el("div.buttons", button(t("deleteList"), () => this.#delete(list), "danger-outline")) : null),
      form);
    this.element.querySelector("h1").focus({ preventScroll: true });
  }

  #write(body, force = false) {
    const { api, realm } = this.#app;
    return this.#isNew ? api.send("POST", accessPaths.ipList(realm, "", force), body)
      : api.send("PUT", accessPaths.ipList(realm, this.#place.id, force), body, undefined, this.#tag ? { "If-Match": this.#tag } : {});
  }

  async #done(made) {
    const { t, realm } = this.#app;
    if (this.#isNew) {
      this.#app.go(accessPage(realm, "ipLists", made.id), { replace: true });
      toast(t("listSaved", { name: made.name }));
    } else {
      await this.#load();
      toast(t("listSaved", { name: made.name }));
    }
  }

  #refused(error, body, entries, lines, name) {
    const { t } = this.#app;
    const problems = problemsOf(error).map((problem) => ({ ...problem, line: lineOf(problem.pointer, entries), column: undefined }));
    if (isLockOut(error)) {
      insist(this.#app, error, () => this.#write(body, true), (made) => this.#done(made));
    } else if (problems.length) {
      lines.complain(problems);
      const first = problems.find((problem) => problem.line);
      this.#failure.replaceChildren(
        el("strong", problems.length === 1 ? t("oneProblem") : t("problems", { count: problems.length })),
        el("ul", lines.items(problems)));
      if (first) {
        lines.focusLine(first.line);
      }
    } else if (error.kind === "conflict") {
      markWrong(name, error.detail);
    } else {
      this.#failure.replaceChildren(...said(t, error));
    }
  }

  #delete(list) {
    const app = this.#app;
    const { t, api, realm } = app;
    ask({ t, title: t("confirmDeleteList", { name: list.name }), content: el("p", t("explainDeleteList")), label: t("deleteList"), dangerous: true,
      task: async () => {
        await api.send("DELETE", accessPaths.ipList(realm, list.id)).catch((error) => Promise.reject(worded(error)));
        return () => {
          app.go(accessPage(realm, "ipLists"));
          toast(t("listDeleted", { name: list.name }));
        };
      } });
  }
}
