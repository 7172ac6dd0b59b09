// Origins are compared as the browser writes them, character by character. Nothing is normalized
// first: whatever a parser would "repair" is a way to make two hosts look like one (A3).

const SCHEMES = new Set(["http:", "https:"]);

/**
 * Whether the text is a serialized web origin (RFC 6454 section 6.2): http or https, lower-case ASCII
 * host, the port only when it is not the default, and nothing behind it.
 *
 * @param {unknown} text
 * @returns {text is string}
 */
export function isWebOrigin(text) {
  if (typeof text !== "string" || !URL.canParse(text)) {
    return false;
  }
  const url = new URL(text);
  return SCHEMES.has(url.protocol) && url.origin === text;
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
export function sameOrigin(a, b) {
  return isWebOrigin(a) && a === b;
}
