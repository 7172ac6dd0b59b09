// Unlocks this device after a normal sign-in. It is a convenience: when it fails the sign-in goes on without it.

import { ask, extensionIsHere } from "./agent.js";
import { given, onAction, part, post, reason, show } from "./page.js";

/** How long the extension may take to announce itself, in milliseconds. */
const PATIENCE = 800;

/** How long the reason for a failure stays before the sign-in goes on, in milliseconds. */
const READING_TIME = 4_000;

const skip = () => post({ skip: "1" });

onAction({ skip });

show("working");
if (given.error) {
  refuse(given.error);
} else if (await extensionIsHere(PATIENCE)) {
  const reply = await ask("exchange", { challenge: given.challenge });
  reply.ok ? post({ dust: reply.dust }) : refuse(reply.error);
} else {
  skip();
}

function refuse(error) {
  part("refused", "reason").textContent = reason(error);
  show("refused", {}, reason(error));
  setTimeout(skip, READING_TIME);
}
