import { el, icon } from "./elements.js";
import { keepSubscribed } from "./renewal.js";
import { backLink } from "./screen-accounts.js";

/** The six digits that the page wants to see typed, until they were or the time is over. */
export async function confirmScreen(app, phone) {
  const { t } = app;
  const account = await app.store.account(phone);
  const body = el("div.stack.centred");
  const left = el("p.hint");
  const heading = el("h1", { tabindex: -1 }, t("confirmTitle"));
  const node = el("section", backLink(app), heading, body);

  const digits = () => {
    const code = account.confirmCode;
    const drawn = [...code].map((digit) => el("span", digit));
    return el(
      "p.confirm",
      el("span.spoken", [...code].join(" ")),
      el("span.confirm-digits", { "aria-hidden": "true" }, drawn.slice(0, 3), el("i"), drawn.slice(3)),
    );
  };
  let timer;
  let over = false;
  const finished = (kind, title, text) => {
    over = true;
    clearInterval(timer);
    heading.textContent = title;
    node.classList.add("ended");
    node.replaceChildren(
      el(`span.seal.${kind}`, icon(kind === "good" ? "yes" : "clock")),
      heading,
      el("p", text),
      el("a.button.primary", { href: "#/" }, t("done")),
    );
    heading.focus();
  };
  const tick = () => {
    const seconds = Math.ceil((account.confirmUntil - Date.now()) / 1000);
    if (seconds <= 0) {
      app.phone.forget(account);
      finished("over", t("linkOver"), t("confirmOver"));
      return;
    }
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    left.textContent = t("confirmLeft", { time });
  };
  const changed = async () => {
    if (over) {
      return;
    }
    if (app.inbox.stateOf(account) === "active") {
      finished("good", t("confirmedTitle", account), t("confirmedText", account));
      keepSubscribed(app);
    } else if (!(await app.store.account(phone))) {
      finished("over", t("linkOver"), t("confirmOver"));
    }
  };
  if (!account || account.state === "active") {
    app.go("#/");
  } else {
    body.append(digits(), el("p", t("confirmText")), left);
    timer = setInterval(tick, 1_000);
    tick();
  }
  return {
    title: t("confirmTitle"),
    section: "accounts",
    node,
    changed,
    stop: () => clearInterval(timer),
  };
}
