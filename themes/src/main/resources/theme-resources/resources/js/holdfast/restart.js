// A challenge lives two minutes, a person may take longer. Then the page is fetched again, and goes on by itself
// with what the person had already chosen.

import { keep, take } from "./memory.js";

/** How long a choice outlives the page it was made on, in milliseconds. */
const REMEMBER = 30_000;

/** What must be left of a challenge's life for the exchange, in seconds. */
const RESERVE = 15;

/**
 * The registration that was chosen on the page before this one, read once.
 *
 * @returns {string | undefined}
 */
export function continuation() {
  return take("continue", REMEMBER);
}

/**
 * Starts the sign-in anew.
 *
 * @param {string} address the server's address for that
 * @param {{registration: string}} [account] to go on with
 */
export function freshPage(address, account) {
  const target = new URL(address, location.href);
  if (target.origin !== location.origin) {
    return;
  }
  if (account) {
    keep("continue", account.registration);
  }
  location.replace(target);
}

/**
 * Whether a challenge that came with this page is still of use. Its age is counted from the page's own start: the
 * clock of this device may be wrong.
 *
 * @param {string} challenge a compact JWS
 * @param {number} [reserve] seconds that must be left of its life
 */
export function isFresh(challenge, reserve = RESERVE) {
  const lifetime = lifetimeOf(challenge);
  return lifetime === undefined || performance.now() / 1000 < Math.max(lifetime - reserve, lifetime / 4);
}

function lifetimeOf(challenge) {
  try {
    const payload = challenge.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const { iat, exp } = JSON.parse(atob(payload));
    return Number.isFinite(exp - iat) ? exp - iat : undefined;
  } catch {
    return undefined; // the agent and the server will say what is wrong with it
  }
}
