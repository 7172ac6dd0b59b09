// The app: which screen is shown, and what it shares with the others.

import { keepSubscribed } from "./renewal.js";
import { el, icon } from "./elements.js";
import { Inbox } from "./inbox.js";
import { enrolmentLink } from "./messages.js";
import { Phone } from "./phone.js";
import { RealmClient } from "./realm-client.js";
import { accountScreen } from "./screen-account.js";
import { accountsScreen } from "./screen-accounts.js";
import { addScreen } from "./screen-add.js";
import { addCodeScreen, codeScreen } from "./screen-code.js";
import { confirmScreen } from "./screen-confirm.js";
import { historyScreen } from "./screen-history.js";
import { requestScreen } from "./screen-request.js";
import { settingsScreen } from "./screen-settings.js";
import { openStore } from "./store.js";
import { languageOf, translator } from "./texts.js";
import { platformUser } from "./user-verification.js";
import { register } from "./wake-up.js";

const SECTIONS = [
  ["accounts", "#/"],
  ["history", "#/history"],
  ["settings", "#/settings"],
];

const SCREENS = [
  [/^#\/add$/, addScreen],
  [/^#\/confirm\/(.+)$/, confirmScreen],
  [/^#\/request\/(.+)$/, requestScreen],
  [/^#\/account\/(.+)$/, accountScreen],
  [/^#\/codes\/add$/, addCodeScreen],
  [/^#\/codes\/(.+)$/, codeScreen],
  [/^#\/history$/, historyScreen],
  [/^#\/settings$/, settingsScreen],
];

const home = new URL(".", location.href).href;
const main = el("main", { id: "main", tabindex: -1 });
const toasts = el("div.toasts", { role: "status", "aria-live": "polite" });
const offline = el("p.offline", { role: "status" });
const navigation = el("nav");

let screen;
let turn = 0;
/** The part of the address that the screen was made for. */
let at;
const seen = new Set();

const store = await openStore();
const realms = new RealmClient(store);
const phone = new Phone({ realms, store, user: platformUser });
const inbox = new Inbox({ phone, store });

const app = {
  store,
  realms,
  phone,
  inbox,
  home,
  realm: await ownRealm(),
  go: (hash) => {
    if (location.hash === hash) {
      show();
    } else {
      location.hash = hash;
    }
  },
  show: () => show(),
  say(text) {
    const toast = el("p.toast", text);
    toasts.append(toast);
    setTimeout(() => toast.remove(), 4_000);
  },
  restart: () => start(),
};

/** The realm that serves this app: by its address, or by its own word where the app has an address apart. */
async function ownRealm() {
  const [, issuer] = /^(.+)\/push-mfa\/app\/$/.exec(home) ?? [];
  return issuer ?? (await fetch("realm.json").then((answer) => answer.json()).catch(() => ({}))).issuer;
}

async function start() {
  app.language = languageOf(await store.setting("language"), navigator.languages);
  app.t = translator(app.language);
  const { t } = app;
  const appearance = (await store.setting("appearance")) ?? "auto";
  document.documentElement.lang = app.language;
  document.documentElement.dataset.appearance = appearance;
  navigation.setAttribute("aria-label", t("navigation"));
  navigation.replaceChildren(
    ...SECTIONS.map(([name, href]) => el("a", { href, id: `to-${name}` }, icon(name), el("span", t(name)))),
  );
  document.body.replaceChildren(
    el("a.skip", { href: "#main", onclick: skip }, t("skip")),
    offline,
    main,
    navigation,
    toasts,
  );
  connection();
  await show();
}

function skip(event) {
  event.preventDefault();
  main.focus();
}

async function show() {
  const mine = ++turn;
  const hash = location.hash;
  const link = hash.startsWith("#enrol=") ? enrolmentLink(location.href) : null;
  if (link) {
    // The key goes from address bar and history before anything else.
    history.replaceState(null, "", `${home}#/add`);
  }
  at = location.hash;
  const [pattern, make] = SCREENS.find(([form]) => form.test(location.hash)) ?? [null, accountsScreen];
  const opened = /^#\/request\/(.+)$/.exec(location.hash);
  if (opened) {
    // Before its screen asks what waits, or the request would be announced over itself.
    seen.add(opened[1]);
  }
  const made = await make(app, link ?? pattern?.exec(location.hash)[1]);
  if (mine !== turn) {
    made.stop?.();
    return;
  }
  const first = screen === undefined;
  screen?.stop?.();
  screen = made;
  document.title = made.title === app.t("app") ? made.title : `${made.title} – ${app.t("app")}`;
  for (const [name] of SECTIONS) {
    document.getElementById(`to-${name}`).toggleAttribute("data-here", name === made.section);
    if (name === made.section) {
      document.getElementById(`to-${name}`).setAttribute("aria-current", "page");
    } else {
      document.getElementById(`to-${name}`).removeAttribute("aria-current");
    }
  }
  main.replaceChildren(made.node);
  scrollTo(0, 0);
  if (!first) {
    made.node.querySelector("h1")?.focus({ preventScroll: true });
  }
}

/** A request that nobody has looked at opens by itself where nothing is disturbed, and is announced elsewhere. */
function openNewest() {
  document.getElementById("to-accounts").toggleAttribute("data-waiting", inbox.requests.length > 0);
  const fresh = inbox.requests.find(({ claims }) => !seen.has(claims.jti));
  if (fresh && /^(#\/?)?$/.test(location.hash)) {
    app.go(`#/request/${fresh.claims.jti}`);
  } else if (fresh) {
    seen.add(fresh.claims.jti);
    app.say(app.t("waits"));
  }
}

function connection() {
  offline.replaceChildren(...(navigator.onLine ? [] : [icon("offline"), app.t("offline")]));
}

await start();

inbox.addEventListener("change", () => {
  screen?.changed?.();
  openNewest();
});
inbox.addEventListener("gone", ({ detail: account }) => {
  app.say(app.t("goneText", account));
});
addEventListener("hashchange", show);
// A link may have come while the app began, and nobody listened.
if (location.hash !== at) {
  show();
}
addEventListener("online", connection);
addEventListener("offline", connection);
addEventListener("online", () => inbox.ask());
addEventListener("holdfast-installable", () => {
  if (/^(#\/?|#\/settings)?$/.test(location.hash)) {
    show();
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    inbox.stop();
  } else {
    inbox.keepAsking();
  }
});
navigator.serviceWorker?.addEventListener("message", ({ data }) => {
  if (data?.show) {
    app.go(`#/request/${data.show}`);
  } else {
    inbox.ask();
  }
});

inbox.keepAsking();
// Keys are not to be cleared when space is short.
navigator.storage?.persist?.();
if ("serviceWorker" in navigator) {
  // Without it the app works online, and is not woken.
  register(home).catch(() => {});
}
keepSubscribed(app);
