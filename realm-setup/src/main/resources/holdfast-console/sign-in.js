// Code flow with PKCE (RFC 7636). Tokens are in this module's memory alone: a reload signs in again, by the server's own session.
// Between leaving and coming back, only the verifier, the state and the place wait in the tab's session storage.

import { CallError } from "./admin-api.js";

export const CLIENT = "holdfast-console";
const WAITING = "holdfast-console.sign-in";
const EARLY_SECONDS = 20;

const base64url = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

export const randomText = (crypto) => base64url(crypto.getRandomValues(new Uint8Array(32)));

export async function challengeOf(verifier, crypto) {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
}

export function authorizationUrl(endpoint, { redirectUri, state, challenge, language }) {
  return `${endpoint}?${new URLSearchParams({
    client_id: CLIENT,
    redirect_uri: redirectUri,
    response_type: "code",
    response_mode: "query",
    scope: "openid",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ui_locales: language,
  })}`;
}

/** The claims of a token that this page just got from its own server; nothing is decided by them. */
export function claimsOf(token) {
  const text = atob(token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0))));
}

export class Session {
  #endpoints;
  #environment;
  #tokens;
  #refreshing;

  /** environment: { fetch, crypto, storage, now, leave } */
  constructor(issuer, environment) {
    const protocol = `${issuer}/protocol/openid-connect`;
    this.#endpoints = { authorization: `${protocol}/auth`, token: `${protocol}/token`, end: `${protocol}/logout` };
    this.#environment = environment;
  }

  /** Name of whoever signed in. */
  get name() {
    const claims = claimsOf(this.#tokens.id);
    return claims.name || claims.preferred_username || "";
  }

  /** Goes to the sign-in page; the address is where to be afterwards. */
  async begin(redirectUri, address, language) {
    const { crypto, storage, leave } = this.#environment;
    const verifier = randomText(crypto);
    const state = randomText(crypto);
    storage.setItem(WAITING, JSON.stringify({ verifier, state, address, redirectUri }));
    leave(authorizationUrl(this.#endpoints.authorization, {
      redirectUri, state, language, challenge: await challengeOf(verifier, crypto),
    }));
  }

  /**
   * Takes the sign-in page's answer out of the query. Returns the address to show, undefined where there is no answer of ours;
   * throws a CallError when the sign-in was refused.
   */
  async finish(query) {
    const { storage } = this.#environment;
    const kept = storage.getItem(WAITING);
    const answer = new URLSearchParams(query);
    if (!kept || !answer.has("state")) {
      return undefined;
    }
    storage.removeItem(WAITING);
    const { verifier, state, address, redirectUri } = JSON.parse(kept);
    if (answer.get("state") !== state) {
      return undefined;
    }
    if (!answer.has("code")) {
      throw new CallError("refused", answer.get("error_description") ?? answer.get("error") ?? "");
    }
    await this.#request({
      grant_type: "authorization_code", code: answer.get("code"), redirect_uri: redirectUri, code_verifier: verifier,
    });
    return address;
  }

  async accessToken() {
    return this.#environment.now() < this.#tokens.freshUntil ? this.#tokens.access : this.freshAccessToken();
  }

  /** One refresh at a time, however many calls wait for it: a rotating refresh token serves once. */
  async freshAccessToken() {
    this.#refreshing ??= this.#request({ grant_type: "refresh_token", refresh_token: this.#tokens.refresh }).finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
    return this.#tokens.access;
  }

  /** Ends the session at the server, with the token in the request's body and not in an address. */
  async end() {
    const refresh = this.#tokens?.refresh;
    this.#tokens = { access: "", refresh: "", id: this.#tokens?.id, freshUntil: 0 };
    await this.#environment.fetch(this.#endpoints.end, {
      method: "POST",
      body: new URLSearchParams({ client_id: CLIENT, refresh_token: refresh ?? "" }),
    });
  }

  async #request(parameters) {
    const { fetch, now } = this.#environment;
    let answer;
    try {
      answer = await fetch(this.#endpoints.token, {
        method: "POST",
        cache: "no-store",
        body: new URLSearchParams({ client_id: CLIENT, ...parameters }),
      });
    } catch {
      throw new CallError("network");
    }
    if (!answer.ok) {
      throw new CallError(answer.status >= 500 ? "server" : "session");
    }
    const tokens = await answer.json();
    this.#tokens = {
      access: tokens.access_token,
      refresh: tokens.refresh_token,
      id: tokens.id_token ?? this.#tokens?.id,
      freshUntil: now() + Math.max(tokens.expires_in - EARLY_SECONDS, 5) * 1000,
    };
  }
}
