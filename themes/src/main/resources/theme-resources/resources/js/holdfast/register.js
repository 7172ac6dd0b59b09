// Registers this device after a sign-in: first the nonce that binds the ID token to the agent's new key, then, on
// the page that brings the ID token, the registration itself.

import { wayOn } from "./advice.js";
import { ask, extensionIsHere } from "./agent.js";
import { isAvailable } from "./verification.js";
import { given, listChecks, offer, onAction, part, post, reason, show } from "./page.js";

/** Longer than at the sign-in: the person asked for this and waits for it. In milliseconds. */
const PATIENCE = 3_000;

onAction({
  skip: () => post({ skip: "1" }),
  again: () => post({ again: "1" }),
});

show("working", { account: given.account });
if (given.error) {
  refuse(given.error);
} else if (await extensionIsHere(PATIENCE)) {
  await register();
} else {
  refuse("agent_missing");
}

async function register() {
  const reply = given.idToken
    ? await ask("register-finish", { id_token: given.idToken })
    : await ask("register-begin", { challenge: given.challenge });
  if (!reply.ok) {
    refuse(reply.error, reply.checks);
  } else if (given.idToken) {
    post({ done: "1", platform: (await isAvailable()) ? "1" : "0" });
  } else {
    post({ registration_nonce: reply.registration_nonce });
  }
}

function refuse(error, checks) {
  part("refused", "reason").textContent = reason(error);
  listChecks("refused", checks);
  offer("refused", wayOn(error) === "other" ? ["skip"] : ["again", "skip"]);
  show("refused");
}
