// What waits for this phone's accounts, asked for again and again while somebody looks.

import { isGone, isUnknown } from "./failures.js";

const WHILE_PENDING = 2_000;
const USUALLY = 4_000;

export class Inbox extends EventTarget {
  #phone;
  #store;
  #timer;
  #asking;
  #answered = new Set();
  #states = new Map();
  #requests = [];

  constructor({ phone, store }) {
    super();
    this.#phone = phone;
    this.#store = store;
  }

  /** [{account, compact, claims, until}], the oldest first, without those that were answered here or are over. */
  get requests() {
    return this.#requests.filter(({ claims, until }) => !this.#answered.has(claims.jti) && until > Date.now());
  }

  /** Whether some realm did not answer, so that there may be more than is seen. */
  get isPartial() {
    return [...this.#states.values()].includes("unreached");
  }

  /** active, pending, unknown or unreached, as it was last seen. */
  stateOf(account) {
    return this.#states.get(account.phone) ?? account.state;
  }

  /** Its decision was sent, and the realm said what it made of it. */
  settled({ claims }) {
    this.#answered.add(claims.jti);
    this.#changed();
  }

  /** Asks now; one question at a time. */
  ask() {
    this.#asking ??= this.#askAll().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Asks until it is told to stop. */
  keepAsking() {
    this.stop();
    const next = async () => {
      await this.ask();
      if (this.#timer !== undefined) {
        const pending = [...this.#states.values()].includes("pending");
        this.#timer = setTimeout(next, pending ? WHILE_PENDING : USUALLY);
      }
    };
    this.#timer = setTimeout(next);
  }

  stop() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #askAll() {
    const accounts = await this.#store.accounts();
    const answers = await Promise.all(accounts.map((account) => this.#askOne(account)));
    this.#requests = answers.flat().sort((one, other) => one.claims.iat - other.claims.iat);
    this.#changed();
  }

  async #askOne(account) {
    try {
      const { state, requests } = await this.#phone.waiting(account);
      this.#states.set(account.phone, state);
      return requests.map((request) => ({ account, ...request }));
    } catch (error) {
      // An enrolment that nobody confirmed is dropped at the realm without a trace.
      if (isGone(error) || (isUnknown(error) && account.state === "pending")) {
        await this.#phone.forget(account);
        this.#states.delete(account.phone);
        this.dispatchEvent(new CustomEvent("gone", { detail: account }));
        return [];
      }
      const state = isUnknown(error) ? "unknown" : "unreached";
      this.#states.set(account.phone, account.state === "pending" ? "pending" : state);
      return this.#requests.filter((request) => request.account.phone === account.phone);
    }
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
