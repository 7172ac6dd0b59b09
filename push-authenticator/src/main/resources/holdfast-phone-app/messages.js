// The push protocol's messages (docs/push-protocol.md): how they are made, and what of the realm's is believed. No state.

const UTF_8 = new TextEncoder();
const ES256 = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PURPOSES = new Set(["login", "step_up", "reset_password", "direct_grant", "ciba"]);
const VERIFICATIONS = new Set(["none", "optional", "required"]);

/** What a server sent does not verify: it is shown to nobody. */
export class UntrustedError extends Error {}

export function toBase64Url(bytes) {
  const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64Url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw new UntrustedError("not base64url");
  }
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

/** H(label, a, b, …) of section 2 of the device login protocol: each part behind its length. */
export async function labelledHash(label, ...parts) {
  const pieces = [label, ...parts].flatMap((part) => {
    const bytes = typeof part === "string" ? UTF_8.encode(part) : part;
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, bytes.length);
    return [length, bytes];
  });
  return sha256(await new Blob(pieces).arrayBuffer());
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The JWK thumbprint of a P-256 key (RFC 7638). */
export async function thumbprint({ x, y }) {
  return toBase64Url(await sha256(UTF_8.encode(JSON.stringify({ crv: "P-256", kty: "EC", x, y }))));
}

/** The one-time key that somebody typed, or null. */
export function oneTimeKey(typed) {
  const key = typed
    .replace(/[\s-]/g, "")
    .replace(/[a-z]/g, (letter) => letter.toUpperCase())
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(key) ? key : null;
}

/** As people read it: in groups of four. */
export const groupedKey = (key) => key.match(/.{4}/g).join("-");

/**
 * What an enrolment's QR code says, or null: {app, iss, key, exp}. The issuer stands in the code, since who scans it is
 * not always at that realm.
 */
export function enrolmentLink(text) {
  let url;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  const fields = new URLSearchParams(url.hash.slice(1));
  const key = oneTimeKey(fields.get("enrol") ?? "");
  const iss = fields.get("iss") ?? "";
  if (!key || !isIssuer(iss) || !isWeb(url)) {
    return null;
  }
  url.hash = "";
  return { app: url.href, iss, key, exp: Number(fields.get("exp")) || 0 };
}

function isIssuer(text) {
  try {
    const url = new URL(text);
    return isWeb(url) && !url.search && !url.hash && !url.username && url.href === text;
  } catch {
    return false;
  }
}

/** https, and http where browsers count it as safe: on this very machine. */
const isWeb = (url) => url.protocol === "https:" || (url.protocol === "http:" && /^(localhost|127\.0\.0\.1)$/.test(url.hostname));

/** A key pair whose private half no script can read; {privateKey, jwk, jkt}. */
export async function newPhoneKey() {
  const pair = await crypto.subtle.generateKey(ES256, false, ["sign", "verify"]);
  const { x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const jwk = { kty: "EC", crv: "P-256", x, y };
  return { privateKey: pair.privateKey, jwk, jkt: await thumbprint(jwk) };
}

/** The claims that each message has. The phone's clock is told, and nothing rests on it. */
export const commonClaims = (iss, aud, nonce) => ({
  iss,
  aud,
  iat: Math.floor(Date.now() / 1000),
  jti: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
  nonce,
});

/** A JWS in compact form (RFC 7515 §3.1). */
export async function sign(header, claims, privateKey) {
  const signed = `${jsonPart(header)}.${jsonPart(claims)}`;
  const signature = await crypto.subtle.sign(SIGNATURE, privateKey, UTF_8.encode(signed));
  return `${signed}.${toBase64Url(signature)}`;
}

const jsonPart = (value) => toBase64Url(UTF_8.encode(JSON.stringify(value)));

export const enrolmentHeader = (jwk) => ({ alg: "ES256", typ: "holdfast-push-enrol+jwt", jwk });

export const header = (kind, jkt) => ({ alg: "ES256", typ: `holdfast-push-${kind}+jwt`, kid: jkt });

export const phoneName = (phone) => `urn:holdfast:phone:${phone}`;

/** What an answer names the request by. */
export const requestHash = (compact) => sha256(UTF_8.encode(compact));

export const enrolmentChallenge = (otk, jkt) => labelledHash("holdfast-push-enrol", otk, fromBase64Url(jkt));

export const answerChallenge = (hash, decision, number) => labelledHash("holdfast-push", hash, decision, number);

/** Which of the realm's keys a message names. */
export function keyIdOf(compact) {
  return part(compact, 0).kid;
}

/**
 * The claims of a request, if the realm signed it for this phone.
 *
 * @param keys the realm's JWK Set members
 * @param now seconds, by the server's clock
 */
export async function verifiedRequest(compact, { iss, phone, keys, now }) {
  const head = part(compact, 0);
  const jwk = keys.find(({ kid, kty, crv }) => kid === head.kid && kty === "EC" && crv === "P-256");
  if (head.alg !== "ES256" || head.typ !== "holdfast-push-request+jwt" || "crit" in head || !jwk) {
    throw new UntrustedError("no request of this realm");
  }
  const [signedHead, signedClaims, signature] = compact.split(".");
  const key = await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", x: jwk.x, y: jwk.y }, ES256, false, ["verify"]);
  const genuine = await crypto.subtle.verify(
    SIGNATURE,
    key,
    fromBase64Url(signature),
    UTF_8.encode(`${signedHead}.${signedClaims}`),
  );
  const claims = part(compact, 1);
  if (!genuine || claims.iss !== iss || !claims.aud?.includes?.(phoneName(phone)) || !isRequest(claims)) {
    throw new UntrustedError("no request of this realm for this phone");
  }
  if (claims.exp <= now) {
    throw new UntrustedError("request is over");
  }
  return claims;
}

function isRequest(claims) {
  const texts = ["account", "label", "client_id", "client_name", "ip"];
  const options = ["binding_message", "location", "browser", "os"];
  return (
    UUID.test(claims.jti) &&
    Number.isInteger(claims.iat) &&
    Number.isInteger(claims.exp) &&
    PURPOSES.has(claims.purpose) &&
    VERIFICATIONS.has(claims.user_verification) &&
    typeof claims.number_matching === "boolean" &&
    typeof claims.known_browser === "boolean" &&
    texts.every((name) => typeof claims[name] === "string") &&
    options.every((name) => claims[name] === undefined || typeof claims[name] === "string")
  );
}

function part(compact, index) {
  const parts = typeof compact === "string" ? compact.split(".") : [];
  if (parts.length !== 3) {
    throw new UntrustedError("no compact JWS");
  }
  let value;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64Url(parts[index])));
  } catch {
    throw new UntrustedError("no JSON");
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    throw new UntrustedError("no object");
  }
  return value;
}
