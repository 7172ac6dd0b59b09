// Unlocks this device after a normal sign-in. It is a convenience: when it fails the person can go on without it, but
// in their own time, since nobody knows how long somebody reads.

import { wayOn } from "./advice.js";
import { ask, extensionIsHere } from "./agent.js";
import { take } from "./memory.js";
import { given, listChecks, offer, onAction, part, post, reason, show } from "./page.js";

/** How long the extension may take to announce itself, in milliseconds. */
const PATIENCE = 800;

/** How long a normal sign-in may take between the choice of an account and this page, in milliseconds. */
const SIGN_IN_TIME = 1_800_000;

const skip = () => post({ skip: "1" });

onAction({
  skip,
  again: () => post({ again: "1" }),
});

show("working");
if (given.error) {
  refuse(given.error);
} else if (await extensionIsHere(PATIENCE)) {
  await renew();
} else {
  skip();
}

async function renew() {
  const status = await ask("status");
  if (!status.ok) {
    refuse(status.error);
    return;
  }
  const registration = registrationOf(status.registrations.filter(({ state }) => state !== "ended"));
  const reply = registration
    ? await ask("exchange", { challenge: given.challenge, registration })
    : { ok: false, error: "not_registered" };
  reply.ok ? post({ dust: reply.dust }) : refuse(reply.error, reply.checks);
}

// Of the user who has just signed in, if the server says who that is; else the one that was chosen on the sign-in page.
function registrationOf(registrations) {
  const chosen = take("unlock", SIGN_IN_TIME);
  const fitting = given.account
    ? registrations.filter(({ account }) => account === given.account)
    : registrations.filter(({ registration }) => chosen === undefined || registration === chosen);
  return fitting[0]?.registration;
}

function refuse(error, checks) {
  part("refused", "reason").textContent = reason(error);
  listChecks("refused", checks);
  offer("refused", wayOn(error) === "again" ? ["again", "skip"] : ["skip"]);
  show("refused");
}
