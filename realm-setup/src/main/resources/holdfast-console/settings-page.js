// The realm's settings of device login, of push and so on, in forms that the server's own declarations of them draw.

import { accessPaths } from "./access-api.js";
import { paths } from "./admin-api.js";
import { ask, field, markWrong } from "./dialog.js";
import { busyWhile, el, newId } from "./elements.js";
import { number } from "./formats.js";
import { button, explained, notice, toast, waiting } from "./notices.js";
import { storeCard } from "./store-card.js";
import { webhookCard } from "./webhook-card.js";
import { changesOf, grouped, isWrong, textOf, valuesOf } from "./settings-form.js";

/**
 * What there is a form for, by view. The switch, where there is one, ends things at once, or lets people in with less, and
 * is asked about. The texts of "absent" are for a realm that an earlier version set up. What is no setting stands "beside".
 */
const FORMS = {
  settings: { path: paths.settings, tab: "settingsOfDevices", lead: "settingsText", toggle: "deviceLogin",
    off: "deviceLoginOff", confirmOff: "confirmOff", explainOff: "explainOff" },
  push: { path: paths.pushSettings, tab: "settingsOfPush", lead: "settingsOfPushText", toggle: "push",
    off: "pushOff", confirmOff: "confirmPushOff", explainOff: "explainPushOff",
    absent: "pushNotSetUp", explainAbsent: "explainPushNotSetUp" },
  accessSettings: { path: accessPaths.settings, tab: "settingsOfAccess", lead: "settingsOfAccessText", toggle: "access",
    off: "accessOff", confirmOff: "confirmAccessOff", explainOff: "explainAccessOff",
    absent: "accessNotSetUp", explainAbsent: "explainAccessNotSetUp" },
  insights: { path: paths.insightsSettings, tab: "settingsOfRecord", lead: "settingsOfRecordText", toggle: "insights",
    off: "recordOff", confirmOff: "confirmRecordOff", explainOff: "explainRecordOff",
    absent: "recordNotSetUp", explainAbsent: "explainPushNotSetUp", beside: [webhookCard, storeCard] },
};

export class SettingsPage {
  #app;
  #kind;
  #stop = new AbortController();
  #settings = [];
  #inputs = new Map();
  #form = el("div");
  #failure = el("div.dialog-failure", { role: "alert" });

  constructor(app, place) {
    const { t } = app;
    this.#app = app;
    this.#kind = FORMS[place.view];
    const tab = ([view, form]) => {
      const link = app.link({ realm: app.realm, view }, t(form.tab), "form-tab");
      if (view === place.view) {
        link.setAttribute("aria-current", "page");
      }
      return link;
    };
    this.element = el("section",
      el("div.heading", el("h1", { tabindex: "-1" }, t("settings"))),
      el("nav.form-tabs", { "aria-label": t("settingsOf") }, Object.entries(FORMS).map(tab)),
      el("p.lead", t(this.#kind.lead)), this.#form);
    this.update();
  }

  async update() {
    const app = this.#app;
    const stop = new AbortController();
    this.#stop.abort();
    this.#stop = stop;
    this.#form.replaceChildren(waiting(app.t));
    try {
      this.#settings = await app.api.get(this.#kind.path(app.realm, app.language), stop.signal);
      if (!stop.signal.aborted) {
        this.#draw();
      }
    } catch (error) {
      if (error.kind === "missing" && this.#kind.absent) {
        this.#form.replaceChildren(this.#notSetUp());
      } else if (error.name !== "AbortError") {
        this.#form.replaceChildren(app.failure(error, () => this.update()));
      }
    }
  }

  leave() {
    this.#stop.abort();
  }

  /** Until the set-up is called once more. */
  #notSetUp() {
    const { t, realm } = this.#app;
    return el("div", notice({ kind: "empty", title: t(this.#kind.absent), text: t(this.#kind.explainAbsent, { realm }) }),
      el("pre.call", el("code",
        `curl -X POST -H "Authorization: Bearer $TOKEN" ${this.#app.addressOfCall(paths.setup(realm))}`)));
  }

  #draw() {
    const { t, abilities } = this.#app;
    this.#inputs.clear();
    this.#failure.replaceChildren();
    const save = el("button.button.primary", { type: "submit" }, t("save"));
    const form = el("form.settings", { novalidate: true },
      grouped(this.#settings).map(([name, settings]) =>
        el("section.card", el("h2", t(`settings_${name}`)), settings.map((setting) => this.#field(setting)))),
      abilities.manage ? el("div.save-bar", this.#failure,
        el("div.buttons", save, button(t("discard"), () => this.update()))) : null);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busyWhile(save, () => this.#submit());
    });
    this.#form.replaceChildren(...(this.#isOff() ? [el("p.banner", { role: "note" }, t(this.#kind.off))] : []), form,
      ...(this.#kind.beside ?? []).map((card) => card(this.#app, this.#stop.signal)));
  }

  #isOff() {
    const { toggle } = this.#kind;
    return toggle !== undefined && this.#settings.some((setting) => setting.key === toggle && textOf(setting) === "false");
  }

  #field(setting) {
    const { t, locale, abilities } = this.#app;
    const disabled = !abilities.manage;
    const input = this.#input(setting, disabled);
    this.#inputs.set(setting.key, input);
    if (setting.kind === "switch") {
      const hint = newId("hint");
      input.id = newId("field");
      input.setAttribute("aria-describedby", hint);
      return el("div.field", el("div.switch", input, el("label", { for: input.id }, setting.label)),
        el("p.hint", { id: hint }, setting.help));
    }
    const bounds = setting.kind === "number"
      ? " " + t("bounds", { min: number(setting.min, locale), max: number(setting.max, locale), default: number(Number(setting.default), locale) })
      : "";
    return field(setting.label, input, ended(setting.help) + bounds);
  }

  #input(setting, disabled) {
    const text = textOf(setting);
    switch (setting.kind) {
      case "switch":
        return el("input", { type: "checkbox", role: "switch", checked: text === "true", disabled });
      case "choice":
        return el("select", { disabled }, setting.options.map((option) =>
          el("option", { value: option.value, selected: option.value === text }, option.label)));
      case "texts":
        return el("textarea", { rows: setting.values.length > 1 ? "6" : "3", spellcheck: "false", disabled,
          placeholder: this.#app.t("oneALine") }, text);
      default:
        return el("input", { type: "text", inputmode: setting.kind === "number" ? "numeric" : "text", value: text,
          autocomplete: "off", spellcheck: "false", placeholder: setting.default, disabled });
    }
  }

  #texts() {
    return new Map([...this.#inputs].map(([key, input]) =>
      [key, input.type === "checkbox" ? String(input.checked) : input.value]));
  }

  async #submit() {
    const { t, locale } = this.#app;
    this.#failure.replaceChildren();
    const texts = this.#texts();
    const wrong = this.#settings.find((setting) => isWrong(setting, valuesOf(setting, texts.get(setting.key))));
    if (wrong) {
      markWrong(this.#inputs.get(wrong.key),
        t("numberWrong", { min: number(wrong.min, locale), max: number(wrong.max, locale) }));
      return;
    }
    const changes = changesOf(this.#settings, texts);
    if (!Object.keys(changes).length) {
      toast(t("nothingChanged"));
    } else if (this.#kind.toggle !== undefined && changes[this.#kind.toggle]?.[0] === "false") {
      this.#confirmOff(changes);
    } else {
      await this.#send(changes);
    }
  }

  /** What it takes away is not one careless click away. */
  #confirmOff(changes) {
    const { t } = this.#app;
    ask({ t, title: t(this.#kind.confirmOff), content: el("p", t(this.#kind.explainOff)), label: t("switchOff"), dangerous: true,
      task: async () => {
        await this.#put(changes);
        return () => this.#done();
      } });
  }

  async #send(changes) {
    try {
      await this.#put(changes);
      await this.#done();
    } catch (error) {
      this.#refused(error);
    }
  }

  #put(changes) {
    return this.#app.api.send("PUT", this.#kind.path(this.#app.realm), changes);
  }

  /** Each sentence at its field; what no field is to blame for, at the button. */
  #refused(error) {
    const { t } = this.#app;
    const fields = Object.entries(error.fields ?? {}).filter(([key]) => this.#inputs.has(key));
    for (const [key, sentence] of fields.reverse()) {
      markWrong(this.#inputs.get(key), sentence);
    }
    if (!fields.length) {
      const { title, text } = explained(t, error);
      this.#failure.replaceChildren(el("strong", title), el("p", error.fields?.[""] ?? text));
    }
  }

  /** Said once the form shows what is in force: whoever goes on typing must not lose it. */
  async #done() {
    await this.update();
    this.element.querySelector("h1").focus();
    toast(this.#app.t("settingsSaved"));
  }
}

const ended = (sentence) => (/[.!?]$/.test(sentence) ? sentence : sentence + ".");
