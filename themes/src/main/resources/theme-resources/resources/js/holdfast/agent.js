// The page's end of the conversation with the extension (docs/protocol.md, section 11).

/** Longer than the extension's own limit, so that its answer, if there is one, comes first. */
const TIME_LIMIT = 25_000;

/** The same for what the agent asks the person for a PIN about. */
const TIME_LIMIT_WITH_PERSON = 185_000;

const WITH_PERSON = ["unlock", "register-begin"];

/**
 * Whether the extension announced itself here. It does so only where the agent trusts this origin.
 *
 * @param {number} patience milliseconds
 * @returns {Promise<boolean>}
 */
export function extensionIsHere(patience) {
  if (document.documentElement.dataset.holdfast === "1") {
    return Promise.resolve(true);
  }
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience, false);
    document.addEventListener(
      "holdfast-ready",
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      { once: true },
    );
  });
}

/**
 * Asks the agent. Never rejects.
 *
 * @param {string} type `status`, `exchange`, `unlock`, `register-begin` or `register-finish`
 * @param {object} [members]
 * @returns {Promise<{ok: true} | {ok: false, error: string, retry_after?: number, checks?: Record<string, string>}>}
 */
export function ask(type, members = {}) {
  const id = newId();
  return new Promise((resolve) => {
    const finish = (reply) => {
      clearTimeout(timer);
      window.removeEventListener("message", receive);
      resolve(reply);
    };
    const receive = ({ source, origin, data }) => {
      const mine =
        source === window && origin === location.origin && data?.holdfast === 1 && data.to === "page" && data.id === id;
      if (mine) {
        finish(
          data.ok === true
            ? data
            : { ok: false, error: String(data.error), retry_after: data.retry_after, checks: data.checks },
        );
      }
    };
    const timer = setTimeout(finish, WITH_PERSON.includes(type) ? TIME_LIMIT_WITH_PERSON : TIME_LIMIT, { ok: false, error: "agent_error" });
    window.addEventListener("message", receive);
    window.postMessage({ ...members, holdfast: 1, to: "agent", id, type }, location.origin);
  });
}

// crypto.randomUUID is missing where a realm is served over plain http under another name than localhost.
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
