// The webhook beside its settings: what still waits for it, and a new secret for its signatures.

import { paths } from "./admin-api.js";
import { ask, showSecret } from "./dialog.js";
import { el } from "./elements.js";
import { number } from "./formats.js";
import { button } from "./notices.js";

export function webhookCard(app, signal) {
  const { t, abilities } = app;
  const waits = el("p", { role: "status" });
  tellWaiting(app, waits, signal);
  return el("section.card.beside", el("h2", t("webhookDelivery")), waits,
    abilities.manage ? [el("p.hint", t("newSecretText")), el("div.buttons", button(t("newSecret"), () => renew(app)))] : null);
}

async function tellWaiting({ t, locale, api, realm }, place, signal) {
  try {
    const { waiting } = await api.get(paths.webhook(realm), signal);
    place.textContent = waiting ? t("webhookWaiting", { count: number(waiting, locale) }) : t("webhookAllDelivered");
  } catch (error) {
    if (error.name !== "AbortError") {
      place.textContent = t("webhookUnknown");
    }
  }
}

function renew({ t, api, realm }) {
  ask({
    t,
    title: t("confirmSecret"),
    content: el("p", t("explainSecret")),
    label: t("newSecret"),
    dangerous: true,
    task: async () => {
      const { secret } = await api.send("POST", paths.webhookSecret(realm));
      return () => showSecret({ t, title: t("secretMade"), label: t("secret"), secret });
    },
  });
}
