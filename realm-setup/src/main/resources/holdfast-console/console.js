// Starts the page: language, sign-in, realm, and the view that the address asks for.

import { accessPage } from "./access-address.js";
import { AccessPage } from "./access-page.js";
import { ActivityPage } from "./activity-page.js";
import { addressOf, listOf, placeOf, serverOf } from "./address.js";
import { AdminApi, CallError, paths } from "./admin-api.js";
import { DeviceList } from "./device-list.js";
import { DevicePage } from "./device-page.js";
import { busyWhile, el, newId } from "./elements.js";
import { EventPage } from "./event-page.js";
import { localeOf } from "./formats.js";
import { HardeningPage } from "./hardening-page.js";
import { activityOf } from "./insights-address.js";
import { button, explained, notice, waiting } from "./notices.js";
import { OverviewPage } from "./overview-page.js";
import { SettingsPage } from "./settings-page.js";
import { Session } from "./sign-in.js";
import { LANGUAGES, languageOf, translator } from "./texts.js";
import { TokenList } from "./token-list.js";

const LANGUAGE = "holdfast-console.language";
const NAMES = { en: "English", de: "Deutsch" };

/** The page of each view, and the text that names it in the window's title. */
const VIEWS = {
  devices: [DeviceList, "devices"],
  device: [DevicePage, "devices"],
  tokens: [TokenList, "tokens"],
  access: [AccessPage, "access"],
  activity: [ActivityPage, "activity"],
  event: [EventPage, "activity"],
  overview: [OverviewPage, "overview"],
  hardening: [HardeningPage, "hardening"],
  settings: [SettingsPage, "settings"],
  push: [SettingsPage, "settingsOfPush"],
  accessSettings: [SettingsPage, "settingsOfAccess"],
  insights: [SettingsPage, "settingsOfRecord"],
};

/** The navigation: a section's text, the views that stand under it, and where it leads if that is not its first view. */
const SECTIONS = [
  ["devices", ["devices", "device"], (realm) => app.lastList ?? listOf(realm)],
  ["tokens", ["tokens"]],
  ["access", ["access"], (realm) => accessPage(realm)],
  ["overview", ["overview"]],
  ["activity", ["activity", "event"], (realm) => app.lastActivity ?? activityOf(realm)],
  ["hardening", ["hardening"]],
  ["settings", ["settings", "push", "accessSettings", "insights"]],
];

/** Views that change nothing of devices, whoever looks. */
const LOOKED_AT = ["activity", "event", "overview", "hardening"];

const server = serverOf(location.pathname);
const redirectUri = location.origin + location.pathname;
const session = new Session(`${server.base}/realms/${encodeURIComponent(server.realm)}`, {
  fetch: (...call) => fetch(...call),
  crypto,
  storage: sessionStorage,
  now: () => Date.now(),
  leave: (url) => location.assign(url),
});
const api = new AdminApi(server.base, session, (...call) => fetch(...call));
const names = new Map();
const root = document.getElementById("console");

const app = {
  api,
  abilities: undefined,
  realm: "",
  lastList: undefined,
  lastActivity: undefined,
  /** The address of a call of the admin REST API, for those who make it elsewhere. */
  addressOfCall(path) {
    return location.origin + server.base + path;
  },
  get issuer() {
    return `${location.origin}${server.base}/realms/${encodeURIComponent(app.realm)}`;
  },
  go(place, { replace = false } = {}) {
    history[replace ? "replaceState" : "pushState"](null, "", addressOf(place));
    render();
  },
  /** A link that "open in a new tab" understands. */
  link(place, text, classes, title) {
    return el(classes ? `a.${classes}` : "a", { href: addressOf(place), title, onclick: (event) => {
      if (!(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
        event.preventDefault();
        app.go(place);
      }
    } }, text);
  },
  /** Name of a user of the realm, undefined where it cannot be had; asked once. */
  async userName(id) {
    if (!names.has(id)) {
      names.set(id, app.abilities.directory
        ? api.get(paths.user(app.realm, id)).then((user) => user.username, () => undefined) : Promise.resolve(undefined));
    }
    return names.get(id);
  },
  failure(error, again, other) {
    const { t } = app;
    const { kind, title, text } = explained(t, error, { realm: app.realm });
    if (kind === "session") {
      return notice({ kind: "problem", title, text, buttons: [button(t("signInAgain"), () => signIn(), "primary")] });
    }
    return notice({ kind: "problem", title, text, buttons: [
      again && kind !== "forbidden" ? button(t("again"), (event) => busyWhile(event.currentTarget, again), "primary") : null,
      other,
      kind === "forbidden" ? button(t("otherAccount"), otherAccount) : null,
    ].filter(Boolean) });
  },
};

let realms = [];
let view;
let viewName;
let loadedRealm;
let main;

function speak(language) {
  app.language = language;
  app.locale = localeOf(language, navigator.languages);
  app.t = translator(language);
  document.documentElement.lang = language;
}

const signIn = (address = location.search + location.hash) => session.begin(redirectUri, address, app.language);

async function otherAccount() {
  await session.end().catch(() => undefined);
  await signIn();
}

async function signOut() {
  await session.end().catch(() => undefined);
  view?.leave();
  view = viewName = undefined;
  const { t } = app;
  document.title = t("title");
  root.replaceChildren(el("main.alone", notice({
    kind: "done", title: t("signedOut"), text: t("signedOutText"), buttons: [button(t("signInAgain"), () => signIn(), "primary")],
  })));
  root.querySelector("h2").focus();
}

/** The page around the views, drawn anew for another language or realm. */
function frame(place) {
  const { t } = app;
  main = el("main", { id: "main", tabindex: "-1" });
  root.replaceChildren(
    el("a.skip", { href: "#main", onclick: (event) => {
      event.preventDefault();
      main.focus();
    } }, t("skip")),
    el(
      "header.masthead",
      app.link(listOf(place.realm), [el("img", { src: "mark.svg", alt: "", width: "32", height: "32" }), el("span", t("title"))], "brand"),
      realmChoice(place),
      el("div.grow"),
      languageChoice(),
      el("span.who", session.name),
      button(t("signOut"), signOut, "masthead-button"),
    ),
    el("nav.sections", { "aria-label": t("sections") }),
    main,
  );
}

function realmChoice(place) {
  const { t } = app;
  if (realms.length < 2) {
    return el("span.realm", app.realm);
  }
  const id = newId("realm");
  const select = el("select", { id, onchange: () => app.go(listOf(select.value)) },
    place.realm ? null : el("option", { value: "" }, t("chooseRealm")),
    realms.map((realm) => el("option", { value: realm, selected: realm === place.realm }, realm)));
  return el("span.realm", el("label.unseen", { for: id }, t("realm")), select);
}

function languageChoice() {
  const id = newId("language");
  const select = el("select", { id, onchange: () => {
    localStorage.setItem(LANGUAGE, select.value);
    speak(select.value);
    restart();
    document.querySelector(".language select").focus();
  } }, LANGUAGES.map((language) => el("option", { value: language, lang: language, selected: language === app.language }, NAMES[language])));
  return el("span.language", el("label.unseen", { for: id }, app.t("language")), select);
}

function restart() {
  view?.leave();
  view = viewName = loadedRealm = undefined;
  render();
}

function sections(place) {
  const row = root.querySelector(".sections");
  row.replaceChildren(...SECTIONS.map(([key, views, start]) => {
    const link = app.link(start?.(place.realm) ?? { realm: place.realm, view: views[0] }, app.t(key), "section");
    if (views.includes(place.view)) {
      link.setAttribute("aria-current", "page");
    }
    return link;
  }));
  // In a narrow window they scroll.
  const current = row.querySelector("[aria-current]");
  row.scrollLeft = current ? current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2 : 0;
}

let rendering = 0;

async function render() {
  const mine = ++rendering;
  const place = placeOf(location.search, location.hash);
  const realm = place.realm || (realms.length > 1 ? "" : (realms[0] ?? server.realm));
  if (loadedRealm !== realm) {
    view?.leave();
    view = viewName = loadedRealm = app.lastList = app.lastActivity = undefined;
    app.realm = realm;
    names.clear();
    document.title = app.t("title");
    frame(place);
    if (!realm) {
      loadedRealm = realm;
      main.append(chooser());
      return;
    }
    main.append(waiting(app.t));
    try {
      app.abilities = await api.get(paths.abilities(realm));
    } catch (error) {
      if (mine === rendering) {
        main.replaceChildren(app.failure(error, restart));
        main.querySelector("h2").focus();
      }
      return;
    }
    if (mine !== rendering) {
      return;
    }
    loadedRealm = realm;
    main.replaceChildren();
  } else if (!realm) {
    return;
  }
  if (!app.abilities.deviceLogin) {
    main.replaceChildren(notice({ kind: "empty", title: app.t("error_notSetUp"), text: app.t("explain_notSetUp", { realm }) }));
    return;
  }
  if (place.view === "devices") {
    app.lastList = place;
  }
  sections(place);
  const [View, titleKey] = VIEWS[place.view];
  document.title = `${app.t(titleKey)} · ${app.t("title")}`;
  if (viewName === place.view) {
    view.update(place);
    return;
  }
  const arriving = viewName !== undefined;
  view?.leave();
  viewName = place.view;
  view = new View(app, place);
  main.replaceChildren(...(app.abilities.manage || LOOKED_AT.includes(place.view) ? [] : [el("p.banner", { role: "note" }, app.t("viewOnly"))]), view.element);
  scrollTo(0, 0);
  if (arriving) {
    (view.element.querySelector("h1") ?? main).focus({ preventScroll: true });
  }
}

function chooser() {
  const { t } = app;
  return el("section", el("div.heading", el("h1", t("chooseRealm"))), el("p.lead", t("chooseRealmText")),
    el("ul.realms", realms.map((realm) => el("li", app.link(listOf(realm), realm, "realm-link")))));
}

async function start() {
  speak(languageOf(localStorage.getItem(LANGUAGE), navigator.languages));
  document.title = app.t("title");
  root.replaceChildren(waiting(app.t));
  try {
    const address = await session.finish(location.search);
    if (address === undefined) {
      await signIn(addressOf(placeOf(location.search, location.hash)));
      return;
    }
    history.replaceState(null, "", addressOf(placeOf(...splitAddress(address))));
    realms = await api.get(paths.realms()).then((list) => list.map((realm) => realm.realm).sort(), (error) => {
      if (error instanceof CallError && error.kind === "forbidden") {
        return [];
      }
      throw error;
    });
    addEventListener("popstate", render);
    await render();
  } catch (error) {
    history.replaceState(null, "", location.pathname);
    root.replaceChildren(el("main.alone", app.failure(error, () => signIn("?#/"))));
    root.querySelector("h2").focus();
  }
}

function splitAddress(address) {
  const at = address.indexOf("#");
  return at < 0 ? [address, ""] : [address.slice(0, at), address.slice(at)];
}

start();
