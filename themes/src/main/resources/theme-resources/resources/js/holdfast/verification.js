// Asking this machine's authenticator for the person: a fingerprint, a face or the PIN of the system (WebAuthn). The
// browser's own dialog asks, and this module only carries what it answers.

/** Which credential of this browser unlocks which registration. A hint alone: the server knows what each is good for. */
const STORE = "holdfast.verification";

/** How long a browser may take to say whether it can ask, in milliseconds: without a message bus some never do. */
const PATIENCE = 1_500;

/** How long a person may take, in milliseconds. */
const TIME_LIMIT = 90_000;

/** Whether this machine can verify its person in this browser; false too where the browser does not say so soon. */
export async function isAvailable() {
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
  try {
    return await Promise.race([PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable(), patience]);
  } catch {
    return false; // an old browser, or a page that is not served securely
  }
}

/**
 * Whether this browser made a credential for a registration.
 *
 * @param {string} registration
 */
export function isKnown(registration) {
  return "PublicKeyCredential" in globalThis && typeof known()[registration] === "string";
}

/** @param {string} registration */
export function forget(registration) {
  const { [registration]: gone, ...rest } = known();
  store(rest);
}

/**
 * Has the person verified for a challenge.
 *
 * @param {string} registration
 * @param {string} challenge the page's, a compact JWS
 * @returns {Promise<Record<string, string>>} the fields to post; rejects when the person does not want to
 */
export async function verify(registration, challenge) {
  const { txn, nonce } = JSON.parse(new TextDecoder().decode(bytes(challenge.split(".")[1])));
  const { rawId, response } = await navigator.credentials.get({
    publicKey: {
      challenge: await labelledHash("holdfast-unlock", registration, txn, nonce),
      rpId: location.hostname,
      allowCredentials: [{ type: "public-key", id: bytes(known()[registration]), transports: ["internal"] }],
      userVerification: "required",
      timeout: TIME_LIMIT,
    },
  });
  return {
    challenge,
    registration,
    credential: text(rawId),
    authenticator_data: text(response.authenticatorData),
    client_data: text(response.clientDataJSON),
    signature: text(response.signature),
  };
}

/**
 * Makes a credential that stays on this machine.
 *
 * @param {{registration: string, account: string, realm: string, challenge: string, algorithms: number[]}} of
 * @returns {Promise<Record<string, string>>} the fields to post; rejects when the person does not want to
 */
export async function create({ registration, account, realm, challenge, algorithms }) {
  const { rawId, response } = await navigator.credentials.create({
    publicKey: {
      challenge: bytes(challenge),
      rp: { id: location.hostname, name: realm },
      user: { id: new TextEncoder().encode(registration), name: account, displayName: account },
      pubKeyCredParams: algorithms.map((alg) => ({ type: "public-key", alg })),
      // A credential that is not discoverable is the kind that platforms do not copy to other machines.
      authenticatorSelection: { authenticatorAttachment: "platform", residentKey: "discouraged", userVerification: "required" },
      attestation: "none",
      timeout: TIME_LIMIT,
    },
  });
  store({ ...known(), [registration]: text(rawId) });
  return { attestation_object: text(response.attestationObject), client_data: text(response.clientDataJSON) };
}

function known() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

function store(credentials) {
  try {
    localStorage.setItem(STORE, JSON.stringify(credentials));
  } catch {
    // No storage here: the person signs in the usual way to unlock.
  }
}

// SHA-256 over parts that each follow their length (docs/protocol.md, section 2).
async function labelledHash(...parts) {
  const encoded = parts.map((part) => new TextEncoder().encode(part));
  const all = new Uint8Array(encoded.reduce((sum, part) => sum + 4 + part.length, 0));
  let at = 0;
  for (const part of encoded) {
    new DataView(all.buffer).setUint32(at, part.length);
    all.set(part, at + 4);
    at += 4 + part.length;
  }
  return crypto.subtle.digest("SHA-256", all);
}

function bytes(base64Url) {
  return Uint8Array.from(atob(base64Url.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
