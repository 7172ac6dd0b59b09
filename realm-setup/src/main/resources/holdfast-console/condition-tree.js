// The conditions of a policy as a tree of rows: groups that say how their parts combine, and one row for each condition.

import { ASSURANCES } from "./address.js";
import { el, newId } from "./elements.js";
import { button } from "./notices.js";
import { oneName, severalNames } from "./picker.js";
import { FACTORS, LEAVES } from "./policy-document.js";
import { CONTINENTS, countryName, DAYS, dayName, factorName, OS_NAMES, RISKS } from "./policy-words.js";

const ABOUT = ["place", "device", "person", "signIn"];

/** Codes that once were countries, or that stand for none. */
const NO_COUNTRY = new Set(("AC AN BU CP CQ CS CT DD DG DY EA EU EZ FQ FX HV IC JT MI NH NQ NT PC PU PZ QO RH SU TA TP UK UN VD WK " +
  "XA XB YD YU ZR ZZ").split(" "));

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Names of countries by their code, in a language. */
export function countries(locale) {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  return new Map(LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter((code) => !NO_COUNTRY.has(code) && names.of(code)).map((code) => [code, names.of(code)]));
}

export class ConditionTree {
  #app;
  #tree;
  #names;
  #changed;
  #disabled;
  #countries;
  #elements = new Map();

  /**
   * names: the names of the realm's IP lists by id; suggest: { groups, roles } from a text to suggestions; changed: called after
   * each change of the tree.
   */
  constructor(app, tree, { names, suggest, changed, disabled }) {
    this.#app = app;
    this.#tree = tree;
    this.#names = names;
    this.suggest = suggest;
    this.#changed = changed;
    this.#disabled = disabled;
    this.element = el("div.conditions");
    this.#draw();
  }

  /** The row of a condition or group, to say at it what is wrong. */
  elementOf(node) {
    return this.#elements.get(node);
  }

  #draw(focus) {
    this.#elements.clear();
    this.element.replaceChildren(this.#group(this.#tree));
    focus?.();
  }

  #structureChanged(focus) {
    this.#changed();
    this.#draw(focus);
  }

  #group(node, parent) {
    const { t } = this.#app;
    const options = parent ? ["all", "any", "none", "notAll"] : ["all", "any"];
    const select = el("select.group-kind", { "aria-label": t("howCombined"), disabled: this.#disabled, onchange: () => {
      node.op = select.value === "any" || select.value === "none" ? "any" : "all";
      node.negated = select.value === "none" || select.value === "notAll";
      this.#structureChanged(() => this.elementOf(node).querySelector("select").focus());
    } }, options.map((option) => el("option", { value: option, selected: option === kindOf(node) }, t(`group_${option}`))));
    const add = (part) => {
      node.parts.push(part);
      this.#structureChanged(() => this.elementOf(part).querySelector("select").focus());
    };
    const element = el(
      `div.condition-group.group-${kindOf(node)}`,
      { role: "group", "aria-label": t(`group_${kindOf(node)}`) },
      el("div.group-head", select, parent ? this.#remove(node, parent, t("removeGroup")) : null),
      node.parts.length
        ? el("ul.condition-parts", node.parts.map((part) => el("li", part.kind === "group" ? this.#group(part, node) : this.#leaf(part, node))))
        : el("p.hint.no-conditions", t(parent ? "emptyGroup" : "noConditions")),
      this.#disabled ? null : el("div.buttons.group-buttons",
        button(t("addCondition"), () => add({ kind: "leaf", name: "ipAddressIn", value: LEAVES.ipAddressIn.make(), negated: false }), "link"),
        button(t("addGroup"), () => add({ kind: "group", op: "any", negated: false, parts: [] }), "link")),
      this.#problem(node),
    );
    this.#elements.set(node, element);
    return element;
  }

  #remove(node, parent, label) {
    return this.#disabled ? null : button("×", () => {
      const at = parent.parts.indexOf(node);
      parent.parts.splice(at, 1);
      this.#structureChanged(() => (this.elementOf(parent.parts[Math.min(at, parent.parts.length - 1)] ?? parent)
        .querySelector("select")).focus());
    }, "remove", { "aria-label": label, title: label });
  }

  #problem(node) {
    const problem = el("p.field-error", { role: "alert" });
    node.problem = problem;
    return problem;
  }

  #leaf(node, parent) {
    const { t } = this.#app;
    const what = el("select.leaf-name", { "aria-label": t("whatIsLookedAt"), disabled: this.#disabled, onchange: () => {
      node.name = what.value;
      node.value = LEAVES[node.name].make();
      this.#structureChanged(() => this.elementOf(node).querySelector("select").focus());
    } }, ABOUT.map((about) => el("optgroup", { label: t(`about_${about}`) }, Object.entries(LEAVES)
      .filter(([, leaf]) => leaf.about === about)
      .map(([name]) => el("option", { value: name, selected: name === node.name }, t(`condition_${name}`))))));
    const flag = LEAVES[node.name].kind === "flag";
    const negated = flag ? (node.value === false) !== node.negated : node.negated;
    const is = el("select.leaf-is", { "aria-label": t("whether"), disabled: this.#disabled, onchange: () => {
      node.negated = is.value === "not";
      if (flag) {
        node.value = true;
      }
      this.#changed();
    } }, [["is", flag ? "flagYes" : "isSo"], ["not", flag ? "flagNo" : "isNotSo"]].map(([value, key]) =>
      el("option", { value, selected: (value === "not") === negated }, t(key))));
    const element = el(
      "div.condition",
      { role: "group", "aria-label": t(`condition_${node.name}`) },
      el("div.condition-head", what, is, this.#remove(node, parent, t("removeCondition"))),
      this.#inputs(node),
      this.#problem(node),
    );
    this.#elements.set(node, element);
    return element;
  }

  /** Takes a value over; a member that is undefined goes. */
  #set(node, value) {
    node.value = Array.isArray(value) ? value
      : Object.fromEntries(Object.entries({ ...node.value, ...value }).filter(([, member]) => member !== undefined && member !== false));
    this.#changed();
  }

  #inputs(node) {
    const { t } = this.#app;
    const { kind } = LEAVES[node.name];
    const value = node.value ?? {};
    switch (kind) {
      case "flag":
        return null;
      case "lists":
        return this.#lists(node);
      case "location":
        return this.#location(node, value);
      case "time":
        return this.#time(node, value);
      case "assurance":
        return this.#choice(t("atLeast"), ASSURANCES.map((word) => [word, t(`assurance_${word}`)]), value.atLeast,
          (atLeast) => this.#set(node, { atLeast }));
      case "risk":
        return this.#choice(t("atLeast"), RISKS.map((word) => [word, t(`risk_${word}`)]), value.atLeast,
          (atLeast) => this.#set(node, { atLeast }));
      case "os":
        return el("div.inline-fields",
          this.#choice(t("osFamily"), Object.entries(OS_NAMES), value.family, (family) => this.#set(node, { family })),
          this.#text(t("minVersion"), value.minVersion ?? "", (text) => this.#set(node, { minVersion: text || undefined }), "13.2"));
      case "minutes":
        return this.#text(t("atMostMinutes"), value.maxMinutes ?? "", (text) =>
          this.#set(node, { maxMinutes: /^\d{1,9}$/.test(text) ? Number(text) : text }), "", "numeric");
      case "groups":
        return this.#several(t("anyOfGroups"), listed(value), t("groupsHint"), this.suggest.groups, (values) => this.#set(node, values));
      case "roles":
        return this.#several(t("anyOfRoles"), listed(value), t("rolesHint"), this.suggest.roles, (values) => this.#set(node, values));
      case "attribute":
        return el("div.inline-fields",
          this.#text(t("attributeName"), value.name ?? "", (name) => this.#set(node, { name })),
          this.#several(t("attributeValues"), value.values ?? [], t("attributeHint"), async () => [],
            (values) => this.#set(node, { values: values.length ? values : undefined })));
      default:
        return this.#checks(t("anyOfFactors"), [...new Set([...FACTORS, "PASSWORD", ...listed(value)])].map((factor) =>
          [factor, factorName(t, factor)]), listed(value), (values) => this.#set(node, values));
    }
  }

  #lists(node) {
    const { t } = this.#app;
    const known = this.#names;
    const ids = new Map([...known].map(([id, name]) => [name, id]));
    const field = this.#several(t("lists"), listed(node.value).map((id) => known.get(id) ?? id), t(known.size ? "listsHint" : "noListsYet"),
      async (text) => [...known.values()].filter((name) => name.toLowerCase().includes(text.toLowerCase())).slice(0, 8),
      (names) => this.#set(node, names.map((name) => ids.get(name) ?? name)));
    return field;
  }

  #location(node, value) {
    const { t, locale } = this.#app;
    this.#countries ??= countries(locale);
    const codes = new Map([...this.#countries].map(([code, name]) => [name.toLowerCase(), code]));
    const set = (member) => (values) => this.#set(node, { [member]: values.length ? values : undefined });
    return el("div.stack",
      this.#several(t("countries"), (value.countries ?? []).map((code) => this.#countries.get(code) ?? code), t("countriesHint"),
        async (text) => [...this.#countries].filter(([code, name]) => code === text.toUpperCase() || name.toLowerCase().includes(text.toLowerCase()))
          .map(([, name]) => name).sort((a, b) => Number(b.toLowerCase().startsWith(text.toLowerCase())) - Number(a.toLowerCase().startsWith(text.toLowerCase())))
          .slice(0, 8),
        (names) => set("countries")(names.map((name) => codes.get(name.toLowerCase()) ?? name.toUpperCase()))),
      this.#checks(t("continents"), CONTINENTS.map((code) => [code, t(`continent_${code}`)]), value.continents ?? [], set("continents")),
      this.#several(t("regions"), value.regions ?? [], t("regionsHint"), async () => [], set("regions")),
      this.#checks(t("also"), [["unknown", t("unknownPlace")], ["private", t("privateNetwork")]],
        ["unknown", "private"].filter((name) => value[name] === true),
        (names) => this.#set(node, { unknown: names.includes("unknown"), private: names.includes("private") })));
  }

  #time(node, value) {
    const { t, locale } = this.#app;
    const clock = (label, member) => {
      const input = el("input", { type: "time", value: value[member] ?? "", id: newId("time"), disabled: this.#disabled,
        onchange: () => this.#set(node, { [member]: input.value }) });
      return el("div.field.narrow", el("label", { for: input.id }, label), input);
    };
    const zones = Intl.supportedValuesOf("timeZone");
    const zone = oneName({ t, label: t("zone"), value: value.zone ?? "", placeholder: "Europe/Berlin",
      suggest: async (text) => ["UTC", ...zones].filter((name) => name.toLowerCase().includes(text.toLowerCase().replaceAll(" ", "_"))).slice(0, 8),
      changed: (text) => this.#set(node, { zone: text }) });
    this.#able(zone.element);
    return el("div.stack",
      el("div.inline-fields", clock(t("timeFrom"), "from"), clock(t("timeTo"), "to"), zone.element),
      this.#checks(t("days"), DAYS.map((day) => [day, dayName(day, locale, "short")]), (value.days ?? DAYS).map((day) => day.toLowerCase()),
        (days) => this.#set(node, { days: days.length % DAYS.length ? days : undefined })));
  }

  #choice(label, options, value, changed) {
    const known = options.some(([option]) => option === value);
    const select = el("select", { id: newId("choice"), disabled: this.#disabled, onchange: () => changed(select.value) },
      (known ? options : [[value ?? "", value ?? ""], ...options]).map(([option, text]) =>
        el("option", { value: option, selected: option === value }, text)));
    return el("div.field", el("label", { for: select.id }, label), select);
  }

  #text(label, value, changed, placeholder = "", inputmode = "text") {
    const input = el("input", { type: "text", value: String(value), id: newId("text"), autocomplete: "off", spellcheck: "false", placeholder,
      inputmode, maxlength: "255", disabled: this.#disabled, oninput: () => changed(input.value.trim()) });
    return el("div.field", el("label", { for: input.id }, label), input);
  }

  #several(label, values, placeholder, suggest, changed) {
    const { element } = severalNames({ t: this.#app.t, label, values, placeholder, suggest, changed });
    return this.#able(element);
  }

  #able(element) {
    if (this.#disabled) {
      element.querySelectorAll("input, button").forEach((part) => (part.disabled = true));
    }
    return element;
  }

  #checks(label, options, chosen, changed) {
    return checks({ label, options, chosen, changed, disabled: this.#disabled });
  }
}

/** Several boxes to tick, as one field. */
export function checks({ label, options, chosen, changed, disabled = false }) {
  const boxes = options.map(([value]) => el("input", { type: "checkbox", id: newId("box"), value, checked: chosen.includes(value), disabled,
    onchange: () => changed(boxes.filter((box) => box.checked).map((box) => box.value)) }));
  const labelId = newId("boxes");
  return el("div.field", { role: "group", "aria-labelledby": labelId }, el("span.field-label", { id: labelId }, label),
    el("div.boxes", boxes.map((box, i) => el("span.box", box, el("label", { for: box.id }, options[i][1])))));
}

const listed = (value) => (Array.isArray(value) ? value.map(String) : []);

const kindOf = (node) => (node.op === "any" ? (node.negated ? "none" : "any") : node.negated ? "notAll" : "all");
