// Signing in with this device: finds the agent, shows what it knows, and brings its proof to the server.

import { mayTryPinAgain, wayOn } from "./advice.js";
import { ask, extensionIsHere } from "./agent.js";
import { clearExtensionCookie, tellUnlock } from "./cookie.js";
import { keep } from "./memory.js";
import { given, listChecks, offer, onAction, part, post, reason, show } from "./page.js";
import { continuation, freshPage, isFresh } from "./restart.js";
import { isKnown, verify } from "./verification.js";

/**
 * How long the extension may take to announce itself, in milliseconds. It was here before, so this is the time that a
 * browser just started needs to start the agent; a browser that lost the extension waits as long, once.
 */
const PATIENCE = 3_000;

/** What must be left of a challenge's life before somebody is asked for a PIN, in seconds. */
const TIME_FOR_PIN = 60;

const silent = given.silent === "true";
/** The application wants its user asked now, however long the device has been unlocked. */
const fresh = given.fresh === "true" || given.error === "user_verification_required";
const pinCounts = given.deviceUnlock === "true";
const browserCounts = given.webauthnUnlock === "true";
/** The registration whose person this browser has just verified, on the page before this one. */
const verified = given.verified;
const registrationAllowed = given.registrationAllowed === "true";
const resumed = continuation();

let accounts = [];
let chosen;
let attempt = 0;

onAction({
  continue: () => signIn(chosen),
  cancel: cancel,
  other: () => post({ other: "1" }),
  setup: () => post({ register: "1" }),
  renew: unlockBySignIn,
  pin: unlockByPin,
  verify: unlockByBrowser,
  again: () => freshPage(given.restart, chosen),
});

show("looking");
if (given.error && !["leave", "unlock"].includes(wayOn(given.error))) {
  refuse({ error: given.error });
} else if (await extensionIsHere(PATIENCE)) {
  await begin();
} else {
  leave();
}

async function begin() {
  const status = await ask("status");
  if (!status.ok) {
    refuse(status);
    return;
  }
  accounts = status.registrations.filter((registration) => registration.state !== "ended");
  tellUnlock(given.cookiePath, accounts.some(canUnlock));
  const unlocked = accounts.find((account) => account.registration === verified);
  const again = accounts.find((account) => account.registration === resumed);
  if (accounts.length === 0) {
    offerSetup(status.registrations.length > 0);
  } else if (unlocked) {
    chosen = unlocked;
    exchange({ ...unlocked, state: "ready" });
  } else if (again) {
    fresh ? welcome(again) : signIn(again);
  } else if (accounts.length > 1) {
    choose();
  } else if (silent && !fresh && accounts[0].state === "ready") {
    signIn(accounts[0]);
  } else {
    welcome(accounts[0]);
  }
}

function canUnlock(account) {
  return canAskForPin(account) || canVerify(account);
}

function canAskForPin(account) {
  return pinCounts && account.pin === true;
}

function canVerify(account) {
  return browserCounts && isKnown(account.registration);
}

function needsPerson(account) {
  return fresh || account.state === "locked";
}

function welcome(account, error) {
  chosen = account;
  if (!needsPerson(account)) {
    show("ready", account);
    return;
  }
  const pin = canAskForPin(account) && (error === undefined || mayTryPinAgain(error));
  const browser = canVerify(account);
  part("locked", "while").hidden = pin || browser || fresh;
  part("locked", "verify").hidden = !browser || fresh;
  part("locked", "pin").hidden = !pin || browser || fresh;
  part("locked", "fresh").hidden = !fresh;
  part("locked", "alert").hidden = error === undefined;
  part("locked", "reason").hidden = error === undefined;
  part("locked", "reason").textContent = error === undefined ? "" : reason(error);
  offer("locked", [...(browser ? ["verify"] : []), ...(pin ? ["pin"] : []), "renew", "other", "setup"]);
  show("locked", account);
}

function choose() {
  const entries = accounts.map((account) => {
    const entry = part("choose", "account").content.cloneNode(true);
    entry.querySelector('[data-part="name"]').textContent = account.account;
    entry.querySelector('[data-part="initial"]').textContent = [...account.account][0] ?? "";
    entry.querySelector('[data-part="locked"]').hidden = account.state !== "locked";
    entry.querySelector("button").addEventListener("click", () => signIn(account));
    return entry;
  });
  part("choose", "accounts").replaceChildren(...entries);
  show("choose");
}

async function signIn(account) {
  chosen = account;
  if (needsPerson(account)) {
    welcome(account);
    return;
  }
  await exchange(account);
}

async function exchange(account) {
  if (!isFresh(given.challenge)) {
    freshPage(given.restart, account);
    return;
  }
  const mine = ++attempt;
  show("working", account);
  const reply = await ask("exchange", { challenge: given.challenge, registration: account.registration });
  if (mine !== attempt) {
    return; // cancelled: a proof that nobody posts is worth nothing a minute later
  }
  if (reply.ok) {
    post({ dust: reply.dust });
  } else if (reply.error === "invalid_challenge" && !resumed) {
    freshPage(given.restart, account);
  } else {
    refuse(reply);
  }
}

function cancel() {
  attempt++;
  accounts.length > 1 ? choose() : welcome(chosen);
}

// The agent asks for the PIN in a dialog of its own: no page ever sees it.
async function unlockByPin() {
  if (!isFresh(given.challenge, TIME_FOR_PIN)) {
    freshPage(given.restart, chosen);
    return;
  }
  const account = chosen;
  const mine = ++attempt;
  show("asking", account);
  const reply = await ask("unlock", { challenge: given.challenge, registration: account.registration });
  if (mine !== attempt) {
    return;
  }
  if (reply.ok) {
    await exchange({ ...account, state: "ready" });
  } else {
    refuse(reply);
  }
}

// The browser asks for the person in a dialog of its own; what it answers goes to the server, which shows this page again.
async function unlockByBrowser() {
  if (!isFresh(given.challenge, TIME_FOR_PIN)) {
    freshPage(given.restart, chosen);
    return;
  }
  const mine = ++attempt;
  show("verifying", chosen);
  try {
    const fields = await verify(chosen.registration, given.challenge);
    if (mine === attempt) {
      post(fields);
    }
  } catch {
    if (mine === attempt) {
      refuse({ error: "verification_cancelled" });
    }
  }
}

// The page after the normal sign-in must know which of this device's registrations to unlock.
function unlockBySignIn() {
  keep("unlock", chosen.registration);
  post({ renew: "1" });
}

function offerSetup(ended) {
  part("setup", "ended").hidden = !ended;
  show(registrationAllowed ? "setup" : "unknown");
}

function refuse({ error, retry_after: wait, checks }) {
  const way = wayOn(error);
  if (way === "leave") {
    leave();
    return;
  }
  if (way === "unlock" && chosen) {
    welcome({ ...chosen, state: "locked" }, error === "user_verification_required" ? undefined : error);
    return;
  }
  if (error === "not_registered") {
    offerSetup(false);
    return;
  }
  part("refused", "reason").textContent = reason(error);
  part("refused", "alert").classList.toggle("pf-m-danger", way === "alarm");
  part("refused", "alert").classList.toggle("pf-m-warning", way !== "alarm");
  listChecks("refused", checks);
  offer("refused", actions(way));
  holdBack(wait);
  show("refused", { seconds: wait });
}

function actions(way) {
  switch (way) {
    case "again":
    case "alarm":
      return ["again", "other"];
    case "setup":
      return registrationAllowed ? ["setup", "other"] : ["other"];
    default:
      return ["other"];
  }
}

// The server named a time before which another try is refused anyway.
function holdBack(seconds) {
  const note = part("refused", "wait");
  const button = document.querySelector('[data-state="refused"] [data-action="again"]');
  note.hidden = !(seconds > 0);
  button.disabled = seconds > 0;
  if (seconds > 0) {
    setTimeout(() => {
      note.hidden = true;
      button.disabled = false;
    }, seconds * 1000);
  }
}

function leave() {
  clearExtensionCookie(given.cookiePath);
  post({ other: "1" });
}
