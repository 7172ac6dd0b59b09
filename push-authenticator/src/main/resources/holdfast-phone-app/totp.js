// One-time codes (RFC 4226, RFC 6238) from secrets that are kept as keys which no script can read.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const HASHES = { SHA1: "SHA-1", SHA256: "SHA-256", SHA512: "SHA-512" };

/** The bytes of a typed secret (RFC 4648 §6, with or without spaces, hyphens, padding), or null. */
export function fromBase32(text) {
  const letters = text.replace(/[\s=-]/g, "").toUpperCase();
  if (!/^[A-Z2-7]+$/.test(letters) || letters.length < 2) {
    return null;
  }
  const bytes = [];
  let value = 0;
  let bits = 0;
  for (const letter of letters) {
    value = (value << 5) | ALPHABET.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
      value &= (1 << bits) - 1;
    }
  }
  return Uint8Array.from(bytes);
}

/** What an otpauth://totp/ address says: {issuer, account, secret, algorithm, digits, period}, or null. */
export function otpauth(text) {
  let url;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  // Browsers differ in how they split an address of an unknown scheme.
  const path = url.href.replace(/[?#].*$/s, "");
  const label = /^otpauth:\/\/totp\/(.*)$/i.exec(path)?.[1];
  const secret = fromBase32(url.searchParams.get("secret") ?? "");
  if (label === undefined || !secret) {
    return null;
  }
  let words;
  try {
    words = decodeURIComponent(label).split(":");
  } catch {
    return null;
  }
  const account = words.length > 1 ? words.slice(1).join(":").trim() : words[0].trim();
  const described = {
    issuer: (url.searchParams.get("issuer") ?? (words.length > 1 ? words[0] : "")).trim(),
    account,
    secret,
    algorithm: (url.searchParams.get("algorithm") ?? "SHA1").toUpperCase().replace("-", ""),
    digits: Number(url.searchParams.get("digits") ?? 6),
    period: Number(url.searchParams.get("period") ?? 30),
  };
  return isUsable(described) ? described : null;
}

export function isUsable({ account, issuer, secret, algorithm, digits, period }) {
  return (
    Boolean(account || issuer) &&
    secret?.length > 0 &&
    algorithm in HASHES &&
    Number.isInteger(digits) &&
    digits >= 6 &&
    digits <= 8 &&
    Number.isInteger(period) &&
    period >= 10 &&
    period <= 300
  );
}

/** What is kept: a key instead of the secret. */
export async function keptCode({ issuer, account, secret, algorithm, digits, period }) {
  const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: HASHES[algorithm] }, false, ["sign"]);
  return { id: crypto.randomUUID(), issuer, account, key, digits, period, created: Date.now() };
}

/** The code at that time in milliseconds (RFC 6238 §4). */
export async function codeAt({ key, digits, period }, time) {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(time / 1000 / period)));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  const number = (mac.getUint32(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, "0");
}

/** Which part of the code's time is left, from 1 to 0. */
export const leftAt = ({ period }, time) => 1 - ((time / 1000) % period) / period;

/** As people read it: two halves. */
export const grouped = (code) => `${code.slice(0, Math.ceil(code.length / 2))} ${code.slice(Math.ceil(code.length / 2))}`;
