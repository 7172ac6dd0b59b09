/**
 * Takes back the cookie by which the server knows that this browser has the extension.
 *
 * @param {string} path the realm's path, as the cookie was set
 */
export function clearExtensionCookie(path) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `HOLDFAST_EXTENSION=; Path=${path}; Max-Age=0; SameSite=Lax${secure}`;
}
