// A challenge lives two minutes, a person may take longer. Then the page is fetched again, and goes on by itself
// with what the person had already chosen.

const KEY = "holdfast.continue";

/** How long a choice outlives the page it was made on, in milliseconds. */
const REMEMBER = 30_000;

/** What is left of a challenge's life must be enough for the exchange, in seconds. */
const RESERVE = 15;

/** The choice that was made on the page before this one, read once. */
export function continuation() {
  try {
    const choice = JSON.parse(sessionStorage.getItem(KEY));
    sessionStorage.removeItem(KEY);
    return choice && Date.now() - choice.at < REMEMBER ? choice : undefined;
  } catch {
    return undefined;
  }
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
    try {
      sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), registration: account.registration }));
    } catch {
      // No storage here: the person presses the button once more.
    }
  }
  location.replace(target);
}

/**
 * Whether a challenge that came with this page is still of use. Its age is counted from the page's own start: the
 * clock of this device may be wrong.
 *
 * @param {string} challenge a compact JWS
 */
export function isFresh(challenge) {
  const lifetime = lifetimeOf(challenge);
  return lifetime === undefined || performance.now() / 1000 < lifetime - RESERVE;
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
