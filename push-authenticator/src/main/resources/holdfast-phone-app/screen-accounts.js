import { el, icon, ring } from "./elements.js";
import { installHint } from "./install.js";
import { mayBeWoken } from "./wake-up.js";
import { codeAt, grouped, leftAt } from "./totp.js";

/** The start: what waits, the accounts, and codes. */
export async function accountsScreen(app) {
  const { t } = app;
  const banner = el("div");
  const list = el("div.cards");
  const codes = await app.store.codes();
  const codeCards = codes.map((code) => codeCard(app, code));
  let accounts = await app.store.accounts();

  const show = () => {
    const [first] = app.inbox.requests;
    banner.replaceChildren(...(first ? [waitingCard(app, first)] : []));
    list.replaceChildren(...accounts.map((account) => accountCard(app, account)));
  };
  const tick = () => codeCards.forEach((card) => card.tick());
  const timer = setInterval(tick, 1_000);
  show();
  tick();

  const empty = accounts.length === 0 && codes.length === 0;
  const node = empty
    ? el(
        "section.empty",
        el("img", { src: "mark.svg", alt: "", width: 88, height: 88 }),
        el("h1", { tabindex: -1 }, t("emptyTitle")),
        el("p", t("emptyText")),
        installHint(app),
        el("a.button.primary", { href: "#/add" }, t("add")),
        el("a.button.quiet", { href: "#/codes/add" }, t("addCode")),
      )
    : el(
        "section",
        el("h1", { tabindex: -1 }, t("accounts")),
        banner,
        accounts.length > 0 && el("h2", t("signIns")),
        list,
        codes.length > 0 && el("h2", t("codes")),
        codes.length > 0 && el("div.cards", codeCards.map(({ node: card }) => card)),
        el("a.button.primary.add", { href: "#/add" }, icon("add"), t("add")),
        el("a.button.quiet", { href: "#/codes/add" }, t("addCode")),
      );
  return {
    title: t("accounts"),
    section: "accounts",
    node,
    async changed() {
      const now = await app.store.accounts();
      if ((now.length === 0) !== (accounts.length === 0)) {
        app.show();
        return;
      }
      accounts = now;
      show();
    },
    stop: () => clearInterval(timer),
  };
}

function waitingCard({ t }, { claims, account }) {
  return el(
    "a.waiting",
    { href: `#/request/${claims.jti}` },
    icon("phone"),
    el("span", el("strong", t("waits")), el("span", t("waitsFor", { client: claims.client_name, account: account.account }))),
    el("span.go", t("look"), icon("right")),
  );
}

function accountCard({ t, inbox }, account) {
  const state = inbox.stateOf(account);
  const quiet = state === "active" && !(account.subscription && mayBeWoken());
  return el(
    "a.card",
    { href: `#/account/${account.phone}` },
    initial(account.label),
    el("span.card-text", el("strong", account.label), el("span", account.account)),
    el(`span.state.${quiet ? "quiet" : state}`, quiet ? t("notWoken") : t(`state_${state}`)),
    icon("right"),
  );
}

/** A round letter, in one of six colours that stay the same. */
export function initial(name) {
  const colour = [...name].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
  return el(`span.initial.colour-${colour}`, { "aria-hidden": "true" }, [...name.trim()][0]?.toUpperCase() ?? "?");
}

function codeCard(app, code) {
  const { t } = app;
  const name = code.issuer || code.account;
  const left = ring();
  const digits = el("span.digits");
  const copy = el(
    "button.card.code",
    {
      type: "button",
      "aria-label": t("codeCopy", { name }),
      async onclick() {
        await navigator.clipboard.writeText(digits.textContent.replaceAll(" ", ""));
        app.say(t("copied"));
      },
    },
    el("span.card-text", el("span", code.issuer && code.account ? `${code.issuer} · ${code.account}` : name), digits),
    left.node,
  );
  const bin = el(
    "a.icon-button",
    { href: `#/codes/${code.id}`, "aria-label": `${t("edit")}: ${name}` },
    icon("right"),
  );
  let shown;
  const tick = async () => {
    const now = Date.now();
    const period = Math.floor(now / 1000 / code.period);
    left.show(leftAt(code, now));
    copy.classList.toggle("ending", leftAt(code, now) * code.period <= 5);
    if (period !== shown) {
      shown = period;
      digits.textContent = grouped(await codeAt(code, now));
    }
  };
  return { node: el("div.card-row", copy, bin), tick };
}

export const backLink = ({ t }, href = "#/") =>
  el("a.back", { href }, icon("back"), t("back"));

