// Which pages may speak to the agent. The agent alone knows, from its enrolment; the extension only
// remembers what it said for a while, and the agent checks the origin of every request again.

/** How long the agent's word for an origin is remembered, in milliseconds. */
const REMEMBER = 300_000;

/** The shortest time between two questions on behalf of pages that are not trusted, in milliseconds. */
const ASK_AGAIN = 2_000;

export class TrustedOrigins {
  #hello;
  #now;
  #answer;
  #asked = Number.NEGATIVE_INFINITY;
  #asking;

  /**
   * @param {() => Promise<object>} hello asks the agent who it is
   * @param {() => number} now a clock that never goes back, in milliseconds
   */
  constructor(hello, now) {
    this.#hello = hello;
    this.#now = now;
  }

  /**
   * @param {string} origin from the browser, never from a page
   * @returns {Promise<{trusted: boolean, error?: string}>} the error when the agent could not be asked
   */
  async judge(origin) {
    const age = this.#now() - this.#asked;
    const known = this.#answer !== undefined && age < REMEMBER && lists(this.#answer, origin);
    const stale = this.#answer === undefined || (!known && age >= ASK_AGAIN);
    const answer = stale ? await this.refresh() : this.#answer;
    return answer.ok ? { trusted: lists(answer, origin) } : { trusted: false, error: answer.error };
  }

  /** Asks the agent now. Questions at the same time share one answer. */
  refresh() {
    this.#asking ??= this.#hello().then((answer) => {
      this.#answer = answer;
      this.#asked = this.#now();
      this.#asking = undefined;
      return answer;
    });
    return this.#asking;
  }

  /** The agent said something that does not fit what is remembered. */
  forget() {
    this.#answer = undefined;
  }
}

function lists(answer, origin) {
  return answer.ok && answer.issuers.some((entry) => entry.trusted_origins.includes(origin));
}
