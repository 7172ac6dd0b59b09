// Sets up the browser's own way to ask for the person (fingerprint, face, PIN), which unlocks this device from then on.

import { given, onAction, part, post, reason, show } from "./page.js";
import { create, forget, isAvailable } from "./verification.js";

onAction({
  create: setUp,
  again: () => post({ again: "1" }),
  skip: () => post({ skip: "1" }),
});

if (given.error) {
  forget(given.registration ?? "");
  refuse(given.error);
} else if (!given.creation) {
  show("elsewhere");
} else if (await isAvailable()) {
  show("offer", { account: given.account });
} else {
  show("unavailable");
}

async function setUp() {
  show("asking");
  try {
    post(
      await create({
        registration: given.registration,
        account: given.account,
        realm: given.realm,
        challenge: given.creation,
        algorithms: given.algorithms.split(" ").map(Number),
      }),
    );
  } catch {
    refuse("verification_cancelled");
  }
}

function refuse(error) {
  part("refused", "reason").textContent = reason(error);
  show("refused");
}
