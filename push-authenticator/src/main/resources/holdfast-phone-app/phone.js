// A phone: enrolling it, what waits for it, answering, ending it (docs/push-protocol.md §§4 to 8). Knows no screen.

import {
  answerChallenge,
  commonClaims,
  enrolmentChallenge,
  enrolmentHeader,
  header,
  keyIdOf,
  newPhoneKey,
  phoneName,
  requestHash,
  sign,
  toBase64Url,
  UntrustedError,
  verifiedRequest,
} from "./messages.js";

export class Phone {
  #realms;
  #store;
  #user;

  /** @param user asks the person by WebAuthn: {canAsk, make, ask}; see user-verification.js */
  constructor({ realms, store, user }) {
    this.#realms = realms;
    this.#store = store;
    this.#user = user;
  }

  /**
   * Enrols this app for the user whose page shows the one-time key.
   *
   * @param wake whether its user wants to be woken
   * @param subscribe (discovery) → subscription, or undefined where the app cannot be woken
   * @return the account, with the code that the page wants
   */
  async enrol({ iss, key, name, platform, wake, subscribe }) {
    const discovery = await this.#realms.discover(iss);
    const phoneKey = await newPhoneKey();
    const subscription = wake ? await subscribe(discovery) : undefined;
    const credential = await this.#credential(discovery, key, phoneKey.jkt);
    const claims = { otk: key, name, platform, subscription, webauthn: credential?.made };
    const answer = await this.#realms.send(iss, "enrolment_endpoint", (audience, nonce) =>
      sign(enrolmentHeader(phoneKey.jwk), { ...commonClaims(key, audience, nonce), ...claims }, phoneKey.privateKey),
    );
    const account = {
      ...phoneKey,
      phone: answer.phone,
      iss,
      app: discovery.app_uri,
      account: answer.account,
      label: answer.label,
      name,
      state: "pending",
      confirmCode: answer.confirm_code,
      confirmUntil: Date.now() + answer.expires_in * 1000,
      credential: credential?.id,
      wake,
      subscription,
      created: Date.now(),
    };
    await this.#store.putAccount(account);
    return account;
  }

  async #credential({ user_verification: wanted, webauthn }, key, jkt) {
    if (wanted === "none" || !(await this.#user.canAsk(webauthn))) {
      // Where it is required, the realm says so itself.
      return undefined;
    }
    try {
      return await this.#user.make(webauthn, await enrolmentChallenge(key, jkt));
    } catch (error) {
      if (wanted === "required") {
        throw error;
      }
      return undefined;
    }
  }

  /**
   * Asks what waits. Messages that do not verify are left out: they are not the realm's.
   *
   * @return {state, requests: [{compact, claims, until}]}, until by this machine's clock in milliseconds
   */
  async waiting(account) {
    const answer = await this.#send(account, "requests_endpoint", "fetch");
    if (!Number.isInteger(answer.now) || !Array.isArray(answer.requests)) {
      throw new UntrustedError("no list of requests");
    }
    if (answer.state === "active" && account.state !== "active") {
      const { confirmCode, confirmUntil, ...active } = account;
      Object.assign(account, { state: "active" });
      await this.#store.putAccount({ ...active, state: "active" });
    }
    const ahead = Date.now() - answer.now * 1000;
    const requests = [];
    for (const compact of answer.requests) {
      try {
        const keys = await this.#realms.keysWith(account.iss, keyIdOf(compact));
        const claims = await verifiedRequest(compact, { ...account, keys, now: answer.now });
        requests.push({ compact, claims, until: claims.exp * 1000 + ahead });
      } catch (error) {
        if (!(error instanceof UntrustedError)) {
          throw error;
        }
      }
    }
    return { state: answer.state, requests };
  }

  /**
   * Sends the decision. Whoever calls again after a lost answer sends the very same one.
   *
   * @param number the digits on the page, or undefined
   * @return the realm's outcome
   */
  async answer(account, { compact, claims }, decision, number) {
    const hash = await requestHash(compact);
    const typed = decision === "approve" && claims.number_matching ? { number } : {};
    const asked = await this.#asked(account, claims, hash, decision, typed.number ?? "");
    const { outcome } = await this.#send(account, "answers_endpoint", "answer", {
      request_hash: toBase64Url(hash),
      decision,
      ...typed,
      ...asked,
    });
    return outcome;
  }

  async #asked(account, { user_verification: wanted }, hash, decision, number) {
    if (decision !== "approve" || wanted === "none" || !account.credential) {
      return {};
    }
    const { webauthn } = await this.#realms.known(account.iss);
    return { webauthn: await this.#user.ask(webauthn, account.credential, await answerChallenge(hash, decision, number)) };
  }

  /** Tells the realm how the app is woken from now on; undefined for not at all. */
  async wakeBy(account, subscription) {
    await this.#send(account, "subscription_endpoint", "update", { subscription });
    Object.assign(account, { subscription, wake: Boolean(subscription) });
    await this.#store.putAccount(account);
  }

  /** Ends the phone at its realm, and forgets its key. */
  async remove(account) {
    await this.#send(account, "removal_endpoint", "remove");
    await this.forget(account);
  }

  /** Forgets the key. The realm keeps the phone until its owner or an administrator removes it. */
  forget(account) {
    return this.#store.deleteAccount(account.phone);
  }

  #send(account, endpoint, kind, claims = {}) {
    return this.#realms.send(account.iss, endpoint, (audience, nonce) =>
      sign(
        header(kind, account.jkt),
        { ...commonClaims(phoneName(account.phone), audience, nonce), ...claims },
        account.privateKey,
      ),
    );
  }
}
