// What one page of a sign-in leaves for the next, in this tab only. It is a convenience: where a browser has no
// storage, the person presses a button once more.

/**
 * @param {string} name
 * @param {unknown} value
 */
export function keep(name, value) {
  try {
    sessionStorage.setItem(`holdfast.${name}`, JSON.stringify({ at: Date.now(), value }));
  } catch {
    // No storage here.
  }
}

/**
 * Reads a value once.
 *
 * @param {string} name
 * @param {number} lifetime in milliseconds
 * @returns {any} undefined when there is none, or it is too old
 */
export function take(name, lifetime) {
  try {
    const { at, value } = JSON.parse(sessionStorage.getItem(`holdfast.${name}`));
    sessionStorage.removeItem(`holdfast.${name}`);
    return Date.now() - at < lifetime ? value : undefined;
  } catch {
    return undefined;
  }
}
