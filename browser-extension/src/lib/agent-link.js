// One open port to the native host. Starting a host costs more than an exchange, so the port stays
// open; replies find their request by id; a host that died is started again by the next request.

import { agentReply, refusal } from "./messages.js";

/** The protocol's limit for one native messaging frame, in bytes of UTF-8. */
const LARGEST_FRAME = 65_536;

/** How long a request may take before the page is told `agent_error`, in milliseconds. */
export const TIME_LIMIT = 20_000;

/** The same for requests in which the agent asks the person for a PIN, up to three times. */
export const TIME_LIMIT_WITH_PERSON = 180_000;

const WITH_PERSON = new Set(["unlock", "register-begin"]);

// Browsers have no error codes here, only these sentences: the first two are Chromium's, the others Firefox's.
// They mean that no agent will ever answer this extension on this machine, and everything else means that one
// did start and then failed.
const NO_HOST =
  /native messaging host (not found|is forbidden)|no such native application|permission to use native application/i;

/**
 * @typedef {object} Port a `chrome.runtime.Port`
 *
 * @typedef {object} Environment
 * @property {() => Port} connect opens the port; may throw
 * @property {(port: Port) => string | undefined} closedBy why a port closed, asked while its listener runs
 * @property {() => string} newId
 * @property {(task: () => void, milliseconds: number) => unknown} startTimer
 * @property {(timer: unknown) => void} stopTimer
 */

export class AgentLink {
  #environment;
  #port;
  #pending = new Map();

  /** @param {Environment} environment */
  constructor(environment) {
    this.#environment = environment;
  }

  /**
   * Sends one request and answers the agent's reply, checked. Never rejects: what went wrong is a refusal.
   *
   * @param {{type: string}} request without an id
   */
  request(request) {
    const id = this.#environment.newId();
    const frame = { ...request, id };
    if (new TextEncoder().encode(JSON.stringify(frame)).length > LARGEST_FRAME) {
      return Promise.resolve(refusal("invalid_request"));
    }
    return new Promise((resolve) => {
      const limit = WITH_PERSON.has(request.type) ? TIME_LIMIT_WITH_PERSON : TIME_LIMIT;
      const timer = this.#environment.startTimer(() => this.#settle(id, refusal("agent_error")), limit);
      this.#pending.set(id, { type: request.type, resolve, timer });
      try {
        this.#port ??= this.#open();
        this.#port.postMessage(frame);
      } catch {
        this.#settle(id, refusal("agent_error"));
      }
    });
  }

  #open() {
    const port = this.#environment.connect();
    port.onMessage.addListener((reply) => this.#received(reply));
    port.onDisconnect.addListener(() => this.#closed(port));
    return port;
  }

  #received(reply) {
    const waiting = this.#pending.get(reply?.id);
    if (waiting) {
      this.#settle(reply.id, agentReply(waiting.type, reply));
    }
  }

  #closed(port) {
    if (this.#port !== port) {
      return;
    }
    this.#port = undefined;
    const error = NO_HOST.test(this.#environment.closedBy(port) ?? "") ? "agent_missing" : "agent_error";
    for (const id of [...this.#pending.keys()]) {
      this.#settle(id, refusal(error));
    }
  }

  #settle(id, reply) {
    const waiting = this.#pending.get(id);
    if (waiting) {
      this.#pending.delete(id);
      this.#environment.stopTimer(waiting.timer);
      waiting.resolve(reply);
    }
  }
}
