import { askToBeWoken, canBeWoken, mayBeWoken, subscribe, unsubscribe } from "./wake-up.js";
import { ask, button, el, icon } from "./elements.js";
import { explained, isGone, isUnknown } from "./failures.js";
import { backLink, initial } from "./screen-accounts.js";

const isForbidden = () => Notification.permission === "denied";

export async function accountScreen(app, phone) {
  const { t, language, inbox } = app;
  const account = await app.store.account(phone);
  if (!account) {
    app.go("#/");
    return { title: t("accountTitle"), section: "accounts", node: el("section") };
  }
  if (inbox.stateOf(account) === "pending") {
    app.go(`#/confirm/${phone}`);
  }
  const complaint = el("p.problem", { role: "alert" });
  const woken = Boolean(account.subscription) && mayBeWoken();

  const remove = async () => {
    complaint.textContent = "";
    try {
      await app.phone.remove(account);
    } catch (error) {
      if (!isGone(error) && !isUnknown(error)) {
        complaint.textContent = explained(t, error);
        removeHere.hidden = false;
        return;
      }
      await app.phone.forget(account);
    }
    await left();
  };
  const left = async () => {
    const rest = await app.store.accounts();
    if (!rest.some(({ app: home }) => home === account.app)) {
      await unsubscribe(account.app);
    }
    app.say(t("removed", account));
    app.go("#/");
  };
  const removeHere = el(
    "div.stack",
    { hidden: true },
    el("p", t("removeOffline")),
    button("danger", t("removeHere"), async () => {
      await app.phone.forget(account);
      await left();
    }),
  );
  const wake = async () => {
    complaint.textContent = "";
    try {
      const { app_uri: home, application_server_key: key } = await app.realms.discover(account.iss);
      const made = (await askToBeWoken()) ? await subscribe(home, key) : undefined;
      if (made) {
        await app.phone.wakeBy(account, made);
        app.show();
      } else {
        complaint.textContent = isForbidden() ? t("wakeDenied") : t("wakeFailed");
      }
    } catch (error) {
      complaint.textContent = explained(t, error);
    }
  };
  const quieten = async () => {
    try {
      await app.phone.wakeBy(account, undefined);
      app.show();
    } catch (error) {
      complaint.textContent = explained(t, error);
    }
  };
  const rows = [
    [t("organisation"), account.label],
    [t("issuer"), account.iss],
    [t("phoneName"), account.name],
    [t("state"), t(`state_${inbox.stateOf(account)}`)],
    [t("lock"), account.credential ? t("lockUsed") : t("lockUnused")],
    [t("since"), new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(account.created)],
  ];
  const node = el(
    "section",
    backLink(app),
    el("div.title", initial(account.label), el("div", el("h1", { tabindex: -1 }, account.account), el("p", account.label))),
    el("dl.facts.plain", rows.map(([term, text]) => el("div", el("dt", term), el("dd", text)))),
    el(
      "div.setting",
      el("div", el("strong", t("notifications")), el("p.hint", woken ? t("on") : t("wakeWhy"))),
      canBeWoken() && button("small", woken ? t("off") : t("wakeOn"), woken ? quieten : wake),
    ),
    complaint,
    removeHere,
    button("danger-quiet", [icon("bin"), t("remove")], () =>
      ask({ title: t("removeTitle", account), text: t("removeText"), yes: t("remove"), no: t("cancel") }, remove),
    ),
  );
  return { title: account.account, section: "accounts", node };
}
