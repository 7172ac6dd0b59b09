// The object storage beside its settings: what still waits for it, and the key that objects are put with.

import { paths } from "./admin-api.js";
import { ask, field } from "./dialog.js";
import { el } from "./elements.js";
import { number } from "./formats.js";
import { button, toast } from "./notices.js";

export function storeCard(app, signal) {
  const { t, abilities } = app;
  const waits = el("p", { role: "status" });
  const key = el("p");
  const tell = () => tellStore(app, waits, key, signal);
  tell();
  return el("section.card.beside", el("h2", t("storeDelivery")), waits, key,
    abilities.manage ? [el("p.hint", t("storeKeyText")), el("div.buttons", button(t("storeKeySet"), () => set(app, tell)))] : null);
}

async function tellStore({ t, locale, api, realm }, waits, key, signal) {
  try {
    const { waiting, access_key_id: id } = await api.get(paths.store(realm), signal);
    waits.textContent = waiting ? t("storeWaiting", { count: number(waiting, locale) }) : t("storeAllDelivered");
    key.replaceChildren(...(id ? [t("storeKeyId"), ": ", el("code", id)] : [t("storeKeyNone")]));
  } catch (error) {
    if (error.name !== "AbortError") {
      waits.textContent = t("storeUnknown");
    }
  }
}

function set({ t, api, realm }, after) {
  const id = el("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: "128" });
  const secret = el("input", { type: "password", autocomplete: "new-password", maxlength: "256" });
  const dialog = ask({
    t,
    title: t("storeKeySet"),
    content: [field(t("storeKeyId"), id), field(t("storeKeySecret"), secret)],
    label: t("save"),
    check: () => {
      const empty = [id, secret].find((input) => !input.value.trim());
      return empty && { field: empty, text: t("storeKeyMissing") };
    },
    task: async () => {
      await api.send("PUT", paths.storeKey(realm), { access_key_id: id.value.trim(), secret_access_key: secret.value.trim() });
      return () => {
        toast(t("storeKeySaved"));
        after();
      };
    },
  });
  dialog.addEventListener("close", () => (secret.value = ""));
}
