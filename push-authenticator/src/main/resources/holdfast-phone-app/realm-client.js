// One realm's push endpoints: discovery, keys, nonces, and messages with what may be repeated (docs/push-protocol.md §§3, 10).

import { UntrustedError } from "./messages.js";

const KEYS_AT_MOST_EVERY = 60_000;
const PATIENCE = 15_000;

/** The realm refused; code and meaning are those of the protocol's section 10. */
export class RefusedError extends Error {
  constructor(code, retryAfter) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** Nobody answered, or nobody who speaks the protocol: it may have arrived nevertheless. */
export class UnreachableError extends Error {}

export class RealmClient {
  #fetch;
  #store;
  #nonces = new Map();
  #keysAsked = new Map();

  /** @param store keeps what discovery and key set said, for when the network is gone */
  constructor(store, fetcher = (...request) => fetch(...request)) {
    this.#store = store;
    this.#fetch = fetcher;
  }

  /** Asks who this realm is; only its own name is believed. */
  async discover(iss) {
    const found = await this.#json(`${iss}/push-mfa/.well-known/push-configuration`);
    if (found?.issuer !== iss || found.version !== 1) {
      throw new UntrustedError("discovery of another issuer");
    }
    const before = await this.#store.realm(iss);
    await this.#store.putRealm({ ...before, iss, discovery: found });
    return found;
  }

  /** Discovery as it was last read, and asked for where it never was. */
  async known(iss) {
    return (await this.#store.realm(iss))?.discovery ?? this.discover(iss);
  }

  /** The realm's keys for requests; asked for anew for an unknown one, and at most once a minute. */
  async keysWith(iss, kid) {
    const kept = (await this.#store.realm(iss))?.keys ?? [];
    const asked = this.#keysAsked.get(iss) ?? -Infinity;
    if (kept.some((key) => key.kid === kid) || Date.now() - asked < KEYS_AT_MOST_EVERY) {
      return kept;
    }
    this.#keysAsked.set(iss, Date.now());
    const { jwks_uri: where } = await this.known(iss);
    const { keys } = await this.#json(where);
    if (!Array.isArray(keys)) {
      throw new UntrustedError("no key set");
    }
    await this.#store.putRealm({ ...(await this.#store.realm(iss)), keys });
    return keys;
  }

  /**
   * Sends a message.
   *
   * @param endpoint the member of discovery that names it
   * @param make signs the message: (audience, nonce) → compact JWS; called once more for another nonce
   */
  async send(iss, endpoint, make) {
    const discovery = await this.known(iss);
    const audience = discovery[endpoint];
    const nonce = await this.#nonce(iss, discovery);
    try {
      return await this.#post(iss, audience, await make(audience, nonce));
    } catch (error) {
      if (error.code !== "invalid_nonce") {
        throw error;
      }
      return this.#post(iss, audience, await make(audience, await this.#nonce(iss, discovery)));
    }
  }

  async #nonce(iss, { nonce_endpoint: where }) {
    const kept = this.#nonces.get(iss);
    this.#nonces.delete(iss);
    if (kept && kept.until > Date.now()) {
      return kept.nonce;
    }
    return (await this.#json(where, { method: "POST" })).nonce;
  }

  async #post(iss, url, message) {
    const request = {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ message }),
    };
    try {
      return await this.#json(url, request, iss);
    } catch (error) {
      if (error.code !== "temporarily_unavailable") {
        throw error;
      }
      await new Promise((done) => setTimeout(done, 1_000));
      return this.#json(url, request, iss);
    }
  }

  async #json(url, request = {}, iss) {
    let response;
    let body;
    try {
      response = await this.#fetch(url, {
        ...request,
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
      });
      body = await response.json();
    } catch {
      throw new UnreachableError("no answer");
    }
    const nonce = response.headers.get("Device-Nonce");
    if (iss && nonce) {
      const { discovery } = await this.#store.realm(iss);
      // Half of its life, since the clocks of both ends go on while it travels.
      this.#nonces.set(iss, { nonce, until: Date.now() + discovery.lifetimes.nonce * 500 });
    }
    if (!response.ok) {
      if (typeof body?.error !== "string") {
        throw new UnreachableError(`HTTP status ${response.status}`);
      }
      throw new RefusedError(body.error, Number(response.headers.get("Retry-After")) || 0);
    }
    return body;
  }
}
