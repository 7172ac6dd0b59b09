import { canBeWoken } from "./wake-up.js";
import { ask, button, el, icon } from "./elements.js";
import { installHint } from "./install.js";
import { LANGUAGES } from "./texts.js";

const NAMES = { en: "English", de: "Deutsch" };

export async function settingsScreen(app) {
  const { t } = app;
  const language = await app.store.setting("language");
  const appearance = (await app.store.setting("appearance")) ?? "auto";
  const reset = async () => {
    for (const account of await app.store.accounts()) {
      // Whom the realm cannot be told, its owner removes there.
      await app.phone.remove(account).catch(() => {});
    }
    await app.store.clear();
    location.replace(location.pathname);
  };
  const node = el(
    "section",
    el("h1", { tabindex: -1 }, t("settings")),
    installHint(app),
    choice(t("language"), [["", t("languageAuto")], ...LANGUAGES.map((one) => [one, NAMES[one]])], language ?? "", async (value) => {
      await app.store.putSetting("language", value || undefined);
      await app.restart();
    }),
    choice(t("appearance"), ["auto", "light", "dark"].map((one) => [one, t(`appearance_${one}`)]), appearance, async (value) => {
      await app.store.putSetting("appearance", value);
      await app.restart();
    }),
    el(
      "div.setting",
      el("div", el("strong", t("notifications")), el("p.hint", notifications(t))),
    ),
    el("div.setting", el("div", el("strong", t("privacy")), el("p.hint", t("privacyText")))),
    button("danger-quiet", [icon("bin"), t("reset")], () =>
      ask({ title: t("resetTitle"), text: t("resetText"), yes: t("resetYes"), no: t("cancel") }, reset),
    ),
  );
  return { title: t("settings"), section: "settings", node };
}

function notifications(t) {
  if (!canBeWoken()) {
    return t("wakeNever");
  }
  return Notification.permission === "denied" ? t("wakeDenied") : Notification.permission === "granted" ? t("on") : t("wakeWhy");
}

function choice(label, options, chosen, changed) {
  const select = el(
    "select",
    { onchange: (event) => changed(event.target.value) },
    options.map(([value, text]) => el("option", { value, selected: value === chosen }, text)),
  );
  return el("label.setting", el("strong", label), select);
}
