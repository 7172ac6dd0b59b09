// Proving that this session is still used on its device: no click, and no word unless something stands in the way.

import { wayOn } from "./advice.js";
import { ask, extensionIsHere } from "./agent.js";
import { clearExtensionCookie } from "./cookie.js";
import { keep } from "./memory.js";
import { given, listChecks, offer, onAction, part, post, reason, show } from "./page.js";
import { continuation, freshPage, isFresh } from "./restart.js";

/** How long the extension may take to announce itself, in milliseconds: a browser just started starts the agent first. */
const PATIENCE = 3_000;

const mayLeave = given.mayLeave === "true";
const resumed = continuation();

onAction({
  again: () => freshPage(given.restart),
  renew: unlock,
  other: () => post({ other: "1" }),
  cancel: () => post({ cancel: "1" }),
});

show("working");
if (given.error) {
  refuse(given.error);
} else if (await extensionIsHere(PATIENCE)) {
  await prove();
} else {
  refuse("agent_missing");
}

async function prove() {
  if (!isFresh(given.challenge)) {
    freshPage(given.restart, given);
    return;
  }
  const reply = await ask("proof", { challenge: given.challenge, registration: given.registration });
  if (reply.ok) {
    post({ dust: reply.dust });
  } else if (reply.error === "invalid_challenge" && !resumed) {
    freshPage(given.restart, given);
  } else {
    refuse(reply.error, reply.checks);
  }
}

function refuse(error, checks) {
  const way = wayOn(error);
  if (way === "unlock") {
    show("locked");
  } else if (way === "leave" && mayLeave) {
    clearExtensionCookie(given.cookiePath);
    post({ other: "1" });
  } else if (way === "setup" && mayLeave && !given.error) {
    // The session is another registration's: the next page knows what this device has, and what it can be set up for.
    post({ leave: "1" });
  } else {
    part("refused", "reason").textContent = reason(error);
    part("refused", "alert").classList.toggle("pf-m-danger", way === "alarm");
    part("refused", "alert").classList.toggle("pf-m-warning", way !== "alarm");
    listChecks("refused", checks);
    offer("refused", ["again", "other", "cancel"]);
    show("refused");
  }
}

// The page after the normal sign-in must know which of this device's registrations to unlock.
function unlock() {
  keep("unlock", given.registration);
  post({ renew: "1" });
}
