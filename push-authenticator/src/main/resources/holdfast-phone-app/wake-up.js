// Web Push subscriptions (docs/push-protocol.md §7). One belongs to one service worker and one key of a realm, so each
// realm's app has its own; a realm on another origin wakes its own app alone.

import { fromBase64Url, toBase64Url } from "./messages.js";

const SCRIPT = "service-worker.js";

/** Some networks let push services hang for minutes. */
const PATIENCE = 15_000;

// Trusted Types: the one place that names a script, and only ever this one.
const policy = globalThis.trustedTypes?.createPolicy("holdfast-worker", {
  createScriptURL: (app) => new URL(SCRIPT, app).href,
});

export const canBeWoken = () => "serviceWorker" in navigator && "PushManager" in globalThis && "Notification" in globalThis;

export const mayBeWoken = () => canBeWoken() && Notification.permission === "granted";

/** Asks for permission; to be called at once when somebody pressed something, or iOS refuses. */
export async function askToBeWoken() {
  return canBeWoken() && (await Notification.requestPermission()) === "granted";
}

export function register(app) {
  return navigator.serviceWorker.register(policy ? policy.createScriptURL(app) : new URL(SCRIPT, app).href, {
    type: "module",
    updateViaCache: "none",
  });
}

/**
 * Subscribes the app at that address.
 *
 * @param patience milliseconds; a person who waits for an account waits less
 * @return the protocol's subscription, or undefined where the platform, its user or another origin do not let it
 */
export async function subscribe(app, applicationServerKey, patience = PATIENCE) {
  if (!mayBeWoken() || new URL(app).origin !== location.origin) {
    return undefined;
  }
  const late = new Promise((done) => setTimeout(done, patience));
  // No push service, or none that answers: the app works without, and tries again later.
  return Promise.race([late, subscription(app, applicationServerKey).catch(() => undefined)]);
}

async function subscription(app, applicationServerKey) {
  const registration = await register(app);
  await active(registration);
  const before = await registration.pushManager.getSubscription();
  if (before && keyOf(before) !== applicationServerKey) {
    await before.unsubscribe();
  }
  const made = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: fromBase64Url(applicationServerKey),
  });
  return {
    endpoint: made.endpoint,
    p256dh: toBase64Url(made.getKey("p256dh")),
    auth: toBase64Url(made.getKey("auth")),
    application_server_key: applicationServerKey,
  };
}

/** Ends the subscription of the app at that address. */
export async function unsubscribe(app) {
  const registration = canBeWoken() ? await navigator.serviceWorker.getRegistration(app) : undefined;
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
}

const keyOf = (subscription) => toBase64Url(subscription.options.applicationServerKey ?? new Uint8Array());

function active(registration) {
  if (registration.active) {
    return Promise.resolve();
  }
  const worker = registration.installing ?? registration.waiting;
  return new Promise((resolve, reject) => {
    worker.addEventListener("statechange", () => {
      if (worker.state === "activated") {
        resolve();
      } else if (worker.state === "redundant") {
        reject(new Error("service worker was not installed"));
      }
    });
  });
}
