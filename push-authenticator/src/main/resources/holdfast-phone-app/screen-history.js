import { ask, button, el, icon } from "./elements.js";

const KINDS = {
  approved: ["good", "yes"],
  denied: ["plain", "no"],
  reported: ["bad", "alert"],
  late: ["over", "clock"],
  answered: ["over", "clock"],
  mismatch: ["bad", "no"],
};

export async function historyScreen(app) {
  const { t, language } = app;
  const entries = await app.store.history();
  const when = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  const clear = () =>
    ask({ title: t("historyClear"), text: t("historyClearText"), yes: t("historyClear"), no: t("cancel") }, async () => {
      await app.store.clearHistory();
      app.show();
    });
  const heading = el("h1", { tabindex: -1 }, t("history"));
  const node = entries.length
    ? el("section", heading, el("ul.cards", entries.map((entry) => row(t, when, entry))), button("quiet", t("historyClear"), clear))
    : el("section.empty", el("span.seal.plain", icon("history")), el("h1", { tabindex: -1 }, t("historyEmpty")), el("p", t("historyEmptyText")));
  return { title: t("history"), section: "history", node };
}

function row(t, when, { at, account, label, client, place, outcome }) {
  const [kind, drawing] = KINDS[outcome];
  return el(
    "li.card",
    el(`span.seal.small.${kind}`, icon(drawing)),
    el(
      "span.card-text",
      el("strong", client),
      el("span", `${t("requestAt", { account, label })} · ${place}`),
      el("span.when", `${t(`outcome_${outcome}`)} · ${when.format(at)}`),
    ),
  );
}
