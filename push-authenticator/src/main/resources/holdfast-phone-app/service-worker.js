// The app when nobody looks: it keeps the app's files for when the network is gone, and is woken by the realm. What it
// shows is what the realm signed, never what a wake-up says (docs/push-protocol.md §7).

import { Phone } from "./phone.js";
import { RealmClient } from "./realm-client.js";
import { openStore } from "./store.js";
import { languageOf, translator } from "./texts.js";

const CACHE = "holdfast-phone-app";
const PATIENCE = 4_000;
const scope = self.registration.scope;
const FILES = [
  "./",
  "app.css",
  "app.js",
  "elements.js",
  "failures.js",
  "icon-192.png",
  "icon-512.png",
  "inbox.js",
  "install.js",
  "manifest.webmanifest",
  "mark.svg",
  "messages.js",
  "phone.js",
  "platform.js",
  "realm-client.js",
  "renewal.js",
  "scanner.js",
  "screen-account.js",
  "screen-accounts.js",
  "screen-add.js",
  "screen-code.js",
  "screen-confirm.js",
  "screen-history.js",
  "screen-request.js",
  "screen-settings.js",
  "store.js",
  "texts.js",
  "totp.js",
  "user-verification.js",
  "wake-up.js",
];

/** Nobody can ask a person from here. */
const nobody = { canAsk: async () => false };

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE + scope);
      await cache.addAll(FILES.map((file) => new Request(new URL(file, scope), { cache: "no-cache" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The network first, so that the app is as new as its realm; what was kept, where it is slow or gone.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(scope) && new URL(request.url).search === "") {
    event.respondWith(fileOf(request, event));
  }
});

async function fileOf(request, event) {
  const cache = await caches.open(CACHE + scope);
  const fresh = fetch(request).then(async (response) => {
    if (response.ok && !response.redirected) {
      await cache.put(request, response.clone());
    }
    return response;
  });
  event.waitUntil(fresh.catch(() => {}));
  const kept = await cache.match(request, { ignoreVary: true });
  if (!kept) {
    return fresh;
  }
  const late = new Promise((done) => setTimeout(() => done(kept), PATIENCE));
  return Promise.race([fresh.catch(() => kept), late]);
}

self.addEventListener("push", (event) => event.waitUntil(woken(event.data)));

async function woken(data) {
  const store = await openStore();
  const t = translator(languageOf(await store.setting("language"), navigator.languages));
  const windows = await self.clients.matchAll({ type: "window" });
  windows.forEach((client) => client.postMessage({ woken: true }));
  const found = await waiting(store, requestOf(data));
  if (!found) {
    return self.registration.showNotification(t("pushUnknown"), { ...looks(), body: t("pushOpen"), tag: "unknown" });
  }
  const { account, claims } = found;
  const where = [claims.location ?? claims.ip, claims.browser].filter(Boolean).join(" · ");
  // A number is typed and a lock is asked for in the app; a plain yes or no can be said here.
  const plain = !claims.number_matching && claims.user_verification === "none" && claims.known_browser;
  return self.registration.showNotification(t("pushTitle", { account: `${account.account} (${account.label})` }), {
    ...looks(),
    body: t("pushBody", { client: claims.client_name, where }),
    tag: claims.jti,
    requireInteraction: true,
    timestamp: claims.iat * 1000,
    actions: [...(plain ? [{ action: "approve", title: t("approve") }] : []), { action: "deny", title: t("deny") }],
    data: { request: claims.jti },
  });
}

const looks = () => ({ icon: new URL("icon-192.png", scope).href, badge: new URL("badge-96.png", scope).href });

function requestOf(data) {
  try {
    return data.json().request;
  } catch {
    return undefined;
  }
}

/** The request that was named, or else the newest, of this app's accounts; nothing that does not verify. */
async function waiting(store, id) {
  const phone = new Phone({ realms: new RealmClient(store), store, user: nobody });
  const accounts = (await store.accounts()).filter(({ app, state }) => app === scope && state === "active");
  const all = [];
  for (const account of accounts) {
    const { requests } = await phone.waiting(account).catch(() => ({ requests: [] }));
    all.push(...requests.map((request) => ({ phone, account, ...request })));
  }
  return all.find(({ claims }) => claims.jti === id) ?? (id === undefined ? all.at(-1) : undefined);
}

self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  notification.close();
  const request = notification.data?.request;
  event.waitUntil(action && request ? decided(request, action) : opened(request));
});

async function decided(id, decision) {
  const store = await openStore();
  const t = translator(languageOf(await store.setting("language"), navigator.languages));
  const found = await waiting(store, id);
  let outcome = "late";
  if (found) {
    const { phone, account, claims } = found;
    try {
      outcome = await phone.answer(account, found, decision);
    } catch {
      // The app says what is the matter, and lets it be done again.
      return opened(id);
    }
    await store.addHistory({
      at: Date.now(),
      account: claims.account,
      label: claims.label,
      client: claims.client_name,
      place: claims.location ?? claims.ip,
      outcome,
    });
  }
  return self.registration.showNotification(found ? t(`outcome_${outcome}`) : t("pushOver"), { ...looks(), tag: id, silent: true });
}

async function opened(request) {
  const hash = request ? `#/request/${request}` : "#/";
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const here = windows.find(({ url }) => url.startsWith(scope));
  if (here) {
    here.postMessage(request ? { show: request } : { woken: true });
    return here.focus();
  }
  return self.clients.openWindow(scope + hash);
}

// The browser made another subscription by itself: the app tells the realm at its next start.
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((windows) => windows.forEach((client) => client.postMessage({ woken: true }))),
  );
});
