// A realm for the app's own tests: keys, nonces that are spent once, and whatever a test lets it answer.

import { newPhoneKey, sign } from "../../main/resources/holdfast-phone-app/messages.js";

export const ISS = "https://idp.example.com/realms/acme";

export class MemoryStore {
  #accounts = new Map();
  #realms = new Map();

  async accounts() {
    return [...this.#accounts.values()];
  }

  async account(phone) {
    return this.#accounts.get(phone);
  }

  async putAccount(account) {
    this.#accounts.set(account.phone, { ...account });
  }

  async deleteAccount(phone) {
    this.#accounts.delete(phone);
  }

  async realm(iss) {
    return this.#realms.get(iss);
  }

  async putRealm(realm) {
    this.#realms.set(realm.iss, realm);
  }
}

export class TestRealm {
  asked = [];
  messages = [];
  nonceHeader = null;
  #nonces = new Set();
  #counter = 0;

  constructor() {
    this.discovery = {
      version: 1,
      issuer: ISS,
      label: "Acme",
      app_uri: `${ISS}/push-mfa/app/`,
      application_server_key: "BA",
      user_verification: "none",
      webauthn: { rp_id: "idp.example.com", origins: ["https://idp.example.com"] },
      lifetimes: { nonce: 120, enrolment: 300, request: 60 },
      jwks_uri: `${ISS}/push-mfa/jwks`,
    };
    for (const [member, path] of Object.entries({
      nonce_endpoint: "nonce",
      enrolment_endpoint: "enrolments",
      requests_endpoint: "requests",
      answers_endpoint: "answers",
      subscription_endpoint: "subscription",
      removal_endpoint: "remove",
    })) {
      this.discovery[member] = `${ISS}/push-mfa/${path}`;
    }
  }

  async start() {
    this.key = await newPhoneKey();
    this.keys = [{ ...this.key.jwk, kid: this.key.jkt, alg: "ES256" }];
    return this;
  }

  /** A request that this realm signs. */
  request(claims) {
    return sign({ alg: "ES256", typ: "holdfast-push-request+jwt", kid: this.key.jkt }, claims, this.key.privateKey);
  }

  count(path) {
    return this.asked.filter((url) => url.endsWith(path)).length;
  }

  nonce() {
    const nonce = `nonce-${++this.#counter}`;
    this.#nonces.add(nonce);
    return nonce;
  }

  /** fetch(), with this realm at its other end; answers is what a message gets: (path, claims, header) → [status, body]. */
  fetcher(answers) {
    return async (url, { body } = {}) => {
      this.asked.push(url);
      const path = url.slice(`${ISS}/push-mfa/`.length);
      if (path === ".well-known/push-configuration") {
        return answer(200, this.discovery);
      }
      if (path === "jwks") {
        return answer(200, { keys: this.keys });
      }
      if (path === "nonce") {
        return answer(200, { nonce: this.nonce(), expires_in: 120 });
      }
      const compact = JSON.parse(body).message;
      const [head, claims] = compact.split(".").slice(0, 2).map((part) => JSON.parse(Buffer.from(part, "base64url")));
      this.messages.push({ path, head, claims, compact });
      const headers = { "Device-Nonce": this.nonce() };
      if (!this.#nonces.delete(claims.nonce)) {
        return answer(401, { error: "invalid_nonce" }, headers);
      }
      const [status, said, more] = await answers(path, claims, head);
      return answer(status, said, { ...headers, ...more });
    };
  }

  forgetNonces() {
    this.#nonces.clear();
  }
}

const answer = (status, body, headers = {}) => new Response(JSON.stringify(body), { status, headers });
