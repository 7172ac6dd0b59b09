// Decides about each message that reaches the background: who sent it, by the browser's own account,
// and what it may ask. An answer goes back through the message channel it came by, which Chromium ties to
// the document that asked: after a navigation there is nobody behind it (A5).

import { pageRequest, refusal } from "./messages.js";
import { isWebOrigin, sameOrigin } from "./origins.js";

/** Requests that one document may have under way at a time. */
const MOST_PENDING = 4;

// After these the remembered answer to `hello` is out of date: the agent was enrolled or removed meanwhile.
const STALE = new Set(["not_enrolled", "untrusted_origin", "agent_missing"]);

export class Gate {
  #self;
  #link;
  #trust;
  #pending = new Map();

  /**
   * @param {{id: string, page: string}} self this extension's id and the address of its own page
   * @param {{request: (request: object) => Promise<object>}} link
   * @param {import("./trust.js").TrustedOrigins} trust
   */
  constructor(self, link, trust) {
    this.#self = self;
    this.#link = link;
    this.#trust = trust;
  }

  /**
   * @param {unknown} message
   * @param {chrome.runtime.MessageSender} sender
   */
  async answer(message, sender) {
    if (this.#isOwnPage(sender)) {
      return message?.type === "agent" ? this.#trust.refresh() : refusal("invalid_request");
    }
    if (!this.#isTopDocument(sender)) {
      return refusal("untrusted_origin");
    }
    const { trusted, error } = await this.#trust.judge(sender.origin);
    if (message?.type === "origin-trusted") {
      return { trusted };
    }
    if (!trusted) {
      return refusal(error ?? "untrusted_origin");
    }
    const request = pageRequest(message);
    return request ? this.#ask(request, sender) : refusal("invalid_request");
  }

  async #ask(request, { origin, documentId, tab }) {
    const document = documentId ?? tab.id;
    const pending = this.#pending.get(document) ?? 0;
    if (pending >= MOST_PENDING) {
      return refusal("busy");
    }
    this.#pending.set(document, pending + 1);
    try {
      const reply = await this.#link.request({ ...request, origin });
      if (STALE.has(reply.error)) {
        this.#trust.forget();
      }
      return reply;
    } finally {
      const left = this.#pending.get(document) - 1;
      left === 0 ? this.#pending.delete(document) : this.#pending.set(document, left);
    }
  }

  #isOwnPage(sender) {
    return sender.id === this.#self.id && sender.url === this.#self.page;
  }

  // A page that is still prerendered, or already left, has no person in front of it. Firefox renders no page
  // beforehand, stops the scripts of one that was left, and names neither a document nor its life: its
  // extensions are known by an id that Chromium's cannot have.
  #isInFront({ documentLifecycle, documentId }) {
    return this.#self.id.includes("@")
      ? (documentLifecycle ?? "active") === "active"
      : documentLifecycle === "active" && typeof documentId === "string";
  }

  #isTopDocument(sender) {
    return (
      sender.id === this.#self.id &&
      sender.tab !== undefined &&
      sender.frameId === 0 &&
      this.#isInFront(sender) &&
      isWebOrigin(sender.origin) &&
      URL.canParse(sender.url) &&
      sameOrigin(sender.origin, new URL(sender.url).origin)
    );
  }
}
