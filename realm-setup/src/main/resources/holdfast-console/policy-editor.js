// One policy: a form that needs no JSON, the JSON beside it, and both in step. Nothing holds until it is saved.

import { accessPage, NEW } from "./access-address.js";
import { accessPaths, everyEntry, isLockOut, problemsOf } from "./access-api.js";
import { failureOf, said, worded } from "./access-notices.js";
import { groupPaths, paths } from "./admin-api.js";
import { checks, ConditionTree } from "./condition-tree.js";
import { ask, field } from "./dialog.js";
import { busyWhile, debounced, el, newId } from "./elements.js";
import { Impact } from "./impact.js";
import { LinesField } from "./lines-field.js";
import { insist } from "./lock-out.js";
import { button, toast, waiting } from "./notices.js";
import { severalNames } from "./picker.js";
import {
  actionOf, clientsOf, conditionsOf, editable, EVERYBODY, FACTORS, factorsOf, isForEverybody, isForNobody, mistakeOf, MODES, modeOf, newPolicy, nodeAt,
  textOf, treeOf, TYPES, Unreadable, valueAt, VERIFICATIONS, verificationOf, withMode, withValue,
} from "./policy-document.js";
import { factorName, secondsOf, spanOf } from "./policy-words.js";
import { WhatIf } from "./what-if.js";

const QUIET_MILLIS = 400;
const UNITS = ["minute", "hour", "day"];

/** What somebody changed and did not save, by where it belongs: whoever comes back goes on. In this page's memory alone. */
const drafts = new Map();

export class PolicyEditor {
  #app;
  #place;
  #stop = new AbortController();
  #policy;
  #saved;
  #tag;
  #lists = new Map();
  #tree;
  #conditions;
  #fields = new Map();
  #form = el("div.editor-form");
  #json;
  /** The text that the form shows. */
  #taken = "";
  #failure = el("div.dialog-failure", { role: "alert" });
  #state = el("p.hint.unsaved", { role: "status" });
  #impact;
  #whatIf;

  constructor(app, place) {
    this.#app = app;
    this.#place = place;
    this.element = el("section", waiting(app.t));
    this.#load();
  }

  leave() {
    this.#stop.abort();
    this.#impact?.leave();
    this.#whatIf?.leave();
  }

  get #isNew() {
    return this.#place.id === NEW;
  }

  get #draftKey() {
    return `${this.#app.realm}/${this.#place.id}`;
  }

  async #load(fresh = false) {
    const app = this.#app;
    const { api, realm, t } = app;
    this.#stop.abort();
    const stop = (this.#stop = new AbortController());
    try {
      const [lists, policy] = await Promise.all([
        everyEntry(api, (skip) => accessPaths.ipLists(realm, skip), stop.signal),
        this.#isNew ? { json: newPolicy(), tag: undefined } : api.tagged(accessPaths.policy(realm, this.#place.id), stop.signal),
      ]);
      if (stop.signal.aborted) {
        return;
      }
      this.#lists = new Map(lists.map((list) => [list.id, list.name]));
      this.#saved = editable(policy.json);
      this.#tag = policy.tag;
      if (fresh) {
        drafts.delete(this.#draftKey);
      }
      const draft = drafts.get(this.#draftKey);
      this.#policy = draft?.policy ?? this.#saved;
      this.#tag = draft?.tag ?? this.#tag;
      document.title = `${this.#saved.name || t("newPolicy")} · ${t("title")}`;
      this.#draw(draft !== undefined);
    } catch (error) {
      if (error.name !== "AbortError") {
        this.element.replaceChildren(this.#way(""), failureOf(app, error, () => this.#load()));
      }
    }
  }

  #way(name) {
    const { t, realm } = this.#app;
    return el("nav.way", { "aria-label": t("policies") }, this.#app.link(accessPage(realm), t("policies"), ""),
      name ? [el("span", { "aria-hidden": "true" }, "›"), el("span", { "aria-current": "page" }, name)] : null);
  }

  #draw(restored) {
    const app = this.#app;
    const { t, abilities } = app;
    const title = this.#isNew ? t("newPolicy") : this.#saved.name;
    this.#taken = textOf(this.#policy);
    this.#json = new LinesField(app, { text: this.#taken, disabled: !abilities.manage,
      changed: debounced(QUIET_MILLIS, (text) => this.#jsonChanged(text)) });
    this.#impact = new Impact(app, () => this.#draft());
    this.#whatIf = new WhatIf(app, { draft: () => this.#draft() });
    const save = el("button.button.primary", { type: "submit", "data-action": "save" }, t("save"));
    const form = el("form.editor", { novalidate: true },
      this.#form,
      el("aside.editor-side", this.#json.element),
      el("div.editor-below",
        el("section.card", el("h2", t("impact")), el("p.hint", t("impactText")), this.#impact.element),
        el("details.card.try", el("summary", el("h2", t("tryIt"))), el("p.hint", t("tryItText")), this.#whatIf.element)),
      abilities.manage ? el("div.save-bar", this.#failure, el("div.buttons", save,
        button(t("discard"), () => this.#load(true)), this.#state)) : null);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busyWhile(save, () => this.#submit(save));
    });
    this.#failure.replaceChildren();
    this.#drawForm();
    this.element.replaceChildren(
      this.#way(title),
      el("div.heading", el("h1", { tabindex: "-1" }, title),
        abilities.manage && !this.#isNew ? el("div.buttons", button(t("deletePolicy"), () => this.#delete(), "danger-outline", { "data-action": "delete" })) : null),
      restored ? el("p.banner", { role: "note" }, t("draftRestored")) : "",
      form,
    );
    this.#mark();
    this.element.querySelector("h1").focus({ preventScroll: true });
  }

  // The form. It edits the document itself, so that what it does not know stays as it was written.

  #drawForm() {
    const { t } = this.#app;
    this.#fields.clear();
    this.#conditions = undefined;
    let conditions;
    try {
      this.#tree = treeOf(this.#policy.conditions);
      conditions = this.#conditionsCard();
    } catch (error) {
      if (!(error instanceof Unreadable)) {
        throw error;
      }
      conditions = card(t("when"), el("p.dialog-failure", { role: "note" }, t("unreadableAt", { pointer: error.pointer })));
    }
    this.#form.replaceChildren(this.#basics(), this.#targets(), conditions, this.#effect());
  }

  /** Something in the form changed: the JSON follows. */
  #set(path, value) {
    this.#change(withValue(this.#policy, path, value));
  }

  #change(policy) {
    this.#policy = policy;
    this.#taken = textOf(policy);
    this.#json.show(this.#taken);
    this.#clearProblems();
    this.#mark();
  }

  /** The JSON changed: the form follows, once it can be read. */
  #jsonChanged(text) {
    const { t } = this.#app;
    if (text === this.#taken) {
      // Saved, or written by the form, while this call waited for the typing to end: what was said of it stays.
      return;
    }
    this.#taken = text;
    const mistake = mistakeOf(text);
    this.#clearProblems();
    if (mistake) {
      this.#json.complain([{ ...mistake, message: t("noJson") }]);
      this.#form.setAttribute("aria-busy", "true");
      this.#state.textContent = t("jsonBroken");
      return;
    }
    this.#policy = JSON.parse(text);
    this.#drawForm();
    this.#mark();
  }

  #mark() {
    const { t } = this.#app;
    const changed = textOf(this.#policy) !== textOf(this.#saved);
    this.#form.removeAttribute("aria-busy");
    this.#state.textContent = changed ? t("unsaved") : "";
    if (changed) {
      drafts.set(this.#draftKey, { policy: this.#policy, tag: this.#tag });
    } else {
      drafts.delete(this.#draftKey);
    }
    this.#impact.forget();
  }

  get #disabled() {
    return !this.#app.abilities.manage;
  }

  #basics() {
    const { t } = this.#app;
    const policy = this.#policy;
    const modeName = newId("mode");
    const modes = MODES.map((mode) => {
      const id = newId("mode");
      return el("div.radio", el("input", { type: "radio", name: modeName, id, value: mode, checked: modeOf(policy) === mode, disabled: this.#disabled,
        "aria-describedby": `${id}-hint`, onchange: () => this.#change(withMode(this.#policy, mode)) }),
      el("div", el("label", { for: id }, t(`policyMode_${mode}`)), el("p.hint", { id: `${id}-hint` }, t(`policyModeText_${mode}`))));
    });
    return card(t("policyItself"),
      this.#text(["name"], t("policyName"), { maxlength: "200", required: true }),
      this.#text(["description"], t("description"), { maxlength: "2000" }),
      el("fieldset.radios", el("legend", t("mode")), modes),
      this.#number(["priority"], t("priority"), t("priorityText")));
  }

  #text(path, label, { placeholder = "", hint, ...rest } = {}) {
    const input = el("input", { type: "text", value: String(valueAt(this.#policy, path) ?? ""), autocomplete: "off", placeholder, disabled: this.#disabled, ...rest,
      oninput: () => this.#set(path, input.value) });
    this.#fields.set(`/${path.join("/")}`, input);
    return field(label, input, hint);
  }

  #number(path, label, hint) {
    const input = el("input", { type: "text", inputmode: "numeric", value: String(valueAt(this.#policy, path) ?? ""), autocomplete: "off", maxlength: "9",
      disabled: this.#disabled, oninput: () => {
        const text = input.value.trim();
        this.#set(path, text === "" ? undefined : /^\d+$/.test(text) ? Number(text) : text);
      } });
    input.classList.add("short");
    this.#fields.set(`/${path.join("/")}`, input);
    return field(label, input, hint);
  }

  #targets() {
    const { t } = this.#app;
    const element = el("section.card", { "aria-label": t("whoAndWhat") });
    const draw = () => element.replaceChildren(...this.#targetContent(draw));
    draw();
    return element;
  }

  #targetContent(redraw) {
    const app = this.#app;
    const { t, realm, abilities, api } = app;
    const policy = this.#policy;
    const type = el("select", { disabled: this.#disabled, onchange: () => {
      // What was named belongs to the former type.
      this.#change(withValue(withValue(this.#policy, ["targets", "resources"], undefined), ["type"], type.value));
      redraw();
      element.querySelector("select").focus();
    } }, TYPES.map((word) => el("option", { value: word, selected: word === policy.type }, t(`type_${word}`))));
    this.#fields.set("/type", type);
    const everybody = isForEverybody(policy);
    const name = newId("who");
    const choose = (all) => el("input", { type: "radio", name, id: newId("who"), checked: all === everybody, disabled: this.#disabled, onchange: () => {
      this.#change(all
        ? withValue(withValue(this.#policy, ["targets", "users", "inclusions"], [EVERYBODY]), ["targets", "userGroups", "inclusions"], undefined)
        : withValue(this.#policy, ["targets", "users", "inclusions"], []));
      redraw(!all);
    } });
    const all = choose(true);
    const some = choose(false);
    // While names are added the form keeps what was meant.
    const named = !everybody || isForNobody(policy);
    all.checked = !named;
    some.checked = named;
    const people = async (text) => (abilities.directory ? (await api.get(paths.users(realm, text))).map((user) => user.username) : []);
    const groups = async (text) => (abilities.directory ? groupPaths(await api.get(paths.groups(realm, text))).slice(0, 8) : []);
    const names = (path, label, placeholder, suggest) => this.#names(path, label, placeholder, suggest);
    const element = el("div.stack",
      field(t("whatIsOpened"), type),
      policy.type === "application" ? this.#clients() : null,
      el("fieldset.radios", el("legend", t("forWhom")),
        el("div.radio", all, el("label", { for: all.id }, t("everybody"))),
        el("div.radio", some, el("label", { for: some.id }, t("onlyThese")))),
      named ? el("div.pair",
        names(["targets", "users", "inclusions"], t("includedUsers"), t("usersHint"), people),
        names(["targets", "userGroups", "inclusions"], t("includedGroups"), t("groupsHint"), groups)) : null,
      el("details.optional", { open: Boolean(policy.targets?.users?.exclusions?.length || policy.targets?.userGroups?.exclusions?.length) },
        el("summary", t("exceptions")),
        el("div.pair",
          names(["targets", "users", "exclusions"], t("excludedUsers"), t("usersHint"), people),
          names(["targets", "userGroups", "exclusions"], t("excludedGroups"), t("groupsHint"), groups))));
    return [el("h2", t("whoAndWhat")), element];
  }

  #names(path, label, placeholder, suggest) {
    const { t } = this.#app;
    const values = (valueAt(this.#policy, path) ?? []).filter((value) => value !== EVERYBODY);
    const { element } = severalNames({ t, label, values, placeholder, suggest, changed: (names) => {
      // An empty list of included users says "only these, and nobody yet"; other empty lists say nothing.
      this.#set(path, names.length || path.join() === "targets,users,inclusions" ? names : undefined);
    } });
    return this.#asField(element, `/${path.join("/")}`);
  }

  /** A picker with a place for what is wrong with it. */
  #asField(element, pointer) {
    const input = element.querySelector("input");
    const problem = el("p.field-error", { id: `${input.id}-error`, role: "alert" });
    input.setAttribute("aria-describedby", problem.id);
    element.append(problem);
    if (this.#disabled) {
      element.querySelectorAll("input, button").forEach((part) => (part.disabled = true));
    }
    this.#fields.set(pointer, input);
    return element;
  }

  #clients() {
    const { t, api, realm } = this.#app;
    const { element } = severalNames({ t, label: t("applications"), values: clientsOf(this.#policy), placeholder: t("clientsHint"),
      suggest: async (text) => (await api.get(accessPaths.clients(realm, text))).map((client) => client.clientId),
      changed: (ids) => this.#set(["targets", "resources"], ids.length ? ids.map((id) => ({ type: "application", id })) : undefined) });
    return this.#asField(element, "/targets/resources");
  }

  #conditionsCard() {
    const { t, api, realm, abilities } = this.#app;
    this.#conditions = new ConditionTree(this.#app, this.#tree, {
      names: this.#lists,
      disabled: this.#disabled,
      suggest: {
        groups: async (text) => (abilities.directory ? groupPaths(await api.get(paths.groups(realm, text))).slice(0, 8) : []),
        roles: async (text) => (await api.get(accessPaths.roles(realm, text))).map((role) => role.name),
      },
      changed: () => this.#set(["conditions"], conditionsOf(this.#tree)),
    });
    const missing = el("select", { disabled: this.#disabled, onchange: () => this.#set(["onMissing"], missing.value === "skip" ? "skip" : undefined) },
      ["default", "skip"].map((word) => el("option", { value: word, selected: word === (this.#policy.onMissing ?? "default") }, t(`onMissing_${word}`))));
    this.#fields.set("/onMissing", missing);
    return card(t("when"), this.#conditions.element, field(t("onMissing"), missing, t("onMissingText")));
  }

  #effect() {
    const { t } = this.#app;
    const element = el("section.card", { "aria-label": t("then") });
    const draw = () => element.replaceChildren(el("h2", t("then")), ...this.#effectContent(draw, element));
    draw();
    return element;
  }

  #effectContent(redraw, card) {
    const { t } = this.#app;
    const action = actionOf(this.#policy);
    const name = newId("action");
    const choices = ["allow", "require", "deny"].map((word) => {
      const id = newId("action");
      return el("div.radio", el("input", { type: "radio", name, id, value: word, checked: word === action, disabled: this.#disabled, "aria-describedby": `${id}-hint`,
        onchange: () => {
          this.#change(withAction(this.#policy, word));
          redraw();
          card.querySelector(`input[value="${word}"]`).focus();
        } }), el("div", el("label", { for: id }, t(`effect_${word}`)), el("p.hint", { id: `${id}-hint` }, t(`policyActionText_${word}`))));
    });
    return [
      el("fieldset.radios", el("legend.unseen", t("then")), choices),
      action === "require" ? this.#demands() : null,
      action === "deny" ? null : el("div.pair", this.#span("lifetime", t("lifetimeOfSession")), this.#span("maxAge", t("maxAge"))),
      action === "allow" ? null : this.#message(action),
    ].filter(Boolean);
  }

  #demands() {
    const { t } = this.#app;
    const chosen = factorsOf(this.#policy);
    const factors = checks({ label: t("factors"), disabled: this.#disabled, chosen,
      options: [...new Set([...FACTORS, ...chosen])].map((factor) => [factor, factorName(t, factor)]),
      changed: (values) => this.#set(["effect", "obligations", "mfaFactors"], values.length ? values.map((type) => ({ type })) : undefined) });
    const path = ["effect", "obligations", "userVerification", "requirement"];
    const verification = el("select", { disabled: this.#disabled, onchange: () => this.#set(path, verification.value === "none" ? undefined : verification.value) },
      VERIFICATIONS.map((word) => el("option", { value: word, selected: word === verificationOf(this.#policy) }, t(`verification_${word}`))));
    this.#fields.set(`/${path.join("/")}`, verification);
    return el("div.stack", factors, el("p.hint", t("factorsText")), field(t("verification"), verification));
  }

  /** A length of time as a number and a unit. */
  #span(member, label) {
    const { t } = this.#app;
    const path = ["effect", "obligations", "session", member];
    const seconds = valueAt(this.#policy, path);
    const shown = Number.isInteger(seconds) && seconds > 0 ? spanOf(seconds) : { unit: "hour", count: seconds ?? "" };
    const input = el("input", { type: "text", inputmode: "numeric", value: String(shown.count), maxlength: "6", autocomplete: "off", placeholder: t("noLimit"),
      disabled: this.#disabled });
    const unit = el("select", { "aria-label": t("unitOf", { name: label }), disabled: this.#disabled },
      (UNITS.includes(shown.unit) ? UNITS : ["second", ...UNITS]).map((word) => el("option", { value: word, selected: word === shown.unit }, t(`unit_${word}`))));
    const changed = () => {
      const text = input.value.trim();
      this.#set(path, text === "" ? undefined : /^\d+$/.test(text) ? secondsOf(Number(text), unit.value) : text);
    };
    input.addEventListener("input", changed);
    unit.addEventListener("change", changed);
    this.#fields.set(`/${path.join("/")}`, input);
    const element = field(label, input, t(`sessionText_${member}`));
    const together = el("div.span");
    input.before(together);
    together.append(input, unit);
    return element;
  }

  #message(action) {
    const { t } = this.#app;
    const base = ["effect", "custom_error_message"];
    const own = valueAt(this.#policy, base);
    // A message that is written is meant; the member that would switch it off stays for those who write JSON.
    const written = (path, value) => {
      const next = withValue(this.#policy, path, value || undefined);
      const left = valueAt(next, base) ?? {};
      const says = left.message || left.primary_help || left.secondary_help;
      this.#change(says ? withValue(next, [...base, "enabled"], left.enabled ?? true) : withValue(next, base, undefined));
    };
    const line = (path, label, rest) => {
      const input = el(rest?.area ? "textarea" : "input", { ...(rest?.area ? { rows: "3" } : { type: "text" }), maxlength: "2000",
        placeholder: rest?.placeholder ?? "", disabled: this.#disabled, value: String(valueAt(this.#policy, path) ?? ""), oninput: () => written(path, input.value) });
      this.#fields.set(`/${path.join("/")}`, input);
      return field(label, input, rest?.hint);
    };
    return el("details.optional", { open: action === "deny" || own !== undefined }, el("summary", t("message")),
      el("div.stack",
        line([...base, "message"], t("messageText"), { area: true, hint: t(action === "deny" ? "messageHint" : "messageHintRequire") }),
        ["primary_help", "secondary_help"].map((help, i) => el("div.pair",
          line([...base, help, "text"], t("helpText", { number: i + 1 })),
          line([...base, help, "url"], t("helpUrl", { number: i + 1 }), { placeholder: "https://" })))));
  }

  // Saving, and what the server says of it.

  #draft() {
    return this.#isNew ? this.#policy : { ...this.#policy, id: this.#place.id };
  }

  async #submit(save) {
    const { t } = this.#app;
    const text = this.#json.text;
    const mistake = mistakeOf(text);
    this.#clearProblems();
    if (mistake) {
      this.#json.complain([{ ...mistake, message: t("noJson") }]);
      this.#json.focusLine(mistake.line);
      return;
    }
    if (text !== this.#taken) {
      this.#taken = text;
      this.#policy = JSON.parse(text);
      this.#drawForm();
      this.#mark();
    }
    if (!String(this.#policy.name ?? "").trim()) {
      this.#show([{ pointer: "/name", message: t("policyNeedsName") }]);
      return;
    }
    if (isForNobody(this.#policy)) {
      this.#show([{ pointer: "/targets/users/inclusions", message: t("nameSomebody") }]);
      return;
    }
    if (!this.#isNew && textOf(this.#policy) === textOf(this.#saved)) {
      toast(t("nothingChanged"));
      return;
    }
    if (modeOf(this.#policy) !== "enforce") {
      await this.#send(text);
      return;
    }
    const impact = new Impact(this.#app, () => this.#draft());
    const dialog = ask({ t, title: t("confirmEnforce"), content: [el("p", t("explainEnforce")), impact.element], label: t("saveAndEnforce"),
      task: async () => () => busyWhile(save, () => this.#send(text)) });
    dialog.addEventListener("close", () => impact.leave());
    impact.look();
  }

  async #send(text) {
    const { t } = this.#app;
    try {
      await this.#done(await this.#write(text));
    } catch (error) {
      if (isLockOut(error)) {
        insist(this.#app, error, async () => this.#write(text, true), (made) => this.#done(made));
      } else {
        this.#refused(error, t);
      }
    }
  }

  #write(text, force = false) {
    const { api, realm } = this.#app;
    const headers = this.#tag ? { "If-Match": this.#tag } : {};
    return this.#isNew
      ? api.send("POST", accessPaths.policy(realm, "", force), text)
      : api.send("PUT", accessPaths.policy(realm, this.#place.id, force), text, undefined, headers);
  }

  async #done(made) {
    const app = this.#app;
    const { t, realm } = app;
    drafts.delete(this.#draftKey);
    const sentence = t(modeOf(made) === "enforce" ? "policyEnforced" : "policySaved", { name: made.name });
    if (this.#isNew) {
      app.go(accessPage(realm, "policies", made.id), { replace: true });
      toast(sentence);
    } else {
      await this.#load(true);
      toast(sentence);
    }
  }

  #refused(error, t) {
    const problems = problemsOf(error);
    if (problems.length) {
      this.#show(problems);
      return;
    }
    this.#failure.replaceChildren(...said(t, error),
      ...(error.kind === "changed" ? [button(t("loadAgain"), () => this.#load(true))] : []));
  }

  /** Each sentence at its field or row, at its line of the JSON, and all of them above the button. */
  #show(problems) {
    const { t } = this.#app;
    this.#json.complain(problems);
    const first = problems.map((problem) => this.#complainAt(problem)).find(Boolean);
    this.#failure.replaceChildren(
      el("strong", problems.length === 1 ? t("oneProblem") : t("problems", { count: problems.length })),
      el("ul", problems.map((problem) => el("li", problem.message))));
    (first ?? this.#failure).focus?.();
  }

  #complainAt({ pointer, message }) {
    const input = [...this.#fields].filter(([own]) => pointer === own || pointer.startsWith(`${own}/`) || own.startsWith(`${pointer}/`))
      .sort(([a], [b]) => b.length - a.length)[0]?.[1];
    if (input && (pointer.split("/").length > 1 && pointer !== "")) {
      input.setAttribute("aria-invalid", "true");
      const place = document.getElementById(`${input.id}-error`);
      place?.replaceChildren(message);
      input.closest("details")?.setAttribute("open", "");
      return input;
    }
    const node = this.#conditions && pointer.startsWith("/conditions") ? nodeAt(this.#tree, pointer) : undefined;
    if (node?.problem) {
      node.problem.textContent = message;
      const row = this.#conditions.elementOf(node);
      row.classList.add("wrong");
      return row.querySelector("select");
    }
    return undefined;
  }

  #clearProblems() {
    this.#failure.replaceChildren();
    this.#json.complain([]);
    this.#form.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
    this.#form.querySelectorAll(".field-error").forEach((place) => place.replaceChildren());
    this.#form.querySelectorAll(".wrong").forEach((row) => row.classList.remove("wrong"));
  }

  #delete() {
    const app = this.#app;
    const { t, api, realm } = app;
    const { name } = this.#saved;
    const gone = () => {
      drafts.delete(this.#draftKey);
      app.go(accessPage(realm));
      toast(t("policyDeleted", { name }));
    };
    const remove = (force) => api.send("DELETE", accessPaths.policy(realm, this.#place.id, force));
    ask({ t, title: t("confirmDeletePolicy", { name }), content: el("p", t("explainDeletePolicy")), label: t("deletePolicy"), dangerous: true,
      task: async () => {
        try {
          await remove(false);
          return gone;
        } catch (error) {
          if (isLockOut(error)) {
            return () => insist(app, error, () => remove(true), gone);
          }
          throw worded(error);
        }
      } });
  }
}

const card = (title, ...content) => el("section.card", el("h2", title), content);

/** The same policy with another effect; what the new one cannot have goes. */
export function withAction(policy, action) {
  const path = ["effect", "obligations"];
  const acted = withValue(policy, ["effect", "action"], action === "deny" ? "deny" : "allow");
  if (action === "deny") {
    return withValue(acted, path, undefined);
  }
  if (action === "require") {
    return withValue(acted, [...path, "mfa"], { required: true });
  }
  const { session } = policy.effect?.obligations ?? {};
  return withValue(withValue(acted, path, session && { session }), ["effect", "custom_error_message"], undefined);
}
