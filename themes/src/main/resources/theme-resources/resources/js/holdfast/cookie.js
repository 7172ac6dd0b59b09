// Cookies by which the server knows what this browser has. They are hints which page to show, and open nothing.

const LIFETIME = 31_536_000;

/**
 * Takes back the cookie by which the server knows that this browser has the extension.
 *
 * @param {string} path the realm's path, as the cookie was set
 */
export function clearExtensionCookie(path) {
  write("HOLDFAST_EXTENSION", "", path, 0);
}

/**
 * Tells the server whether something here can be unlocked without a normal sign-in.
 *
 * @param {string} path the realm's path
 * @param {boolean} can
 */
export function tellUnlock(path, can) {
  const told = document.cookie.split("; ").includes("HOLDFAST_UNLOCK=1");
  if (told !== can && /^\/[^;\s]*$/.test(path)) {
    write("HOLDFAST_UNLOCK", can ? "1" : "", path, can ? LIFETIME : 0);
  }
}

function write(name, value, path, seconds) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${value}; Path=${path}; Max-Age=${seconds}; SameSite=Lax${secure}`;
}
