// Runs on pages whose path looks like a realm's. On a page of an origin that the agent does not trust it
// leaves no trace: no attribute, no event, no listener. It decides nothing; the background checks the
// sender by the browser's own account and every member of a message.
//
// A plain script, because Chromium does not load content scripts as modules.

(() => {
  const here = location.origin;

  if (document.prerendering) {
    document.addEventListener("prerenderingchange", askForTrust, { once: true });
  } else {
    askForTrust();
  }

  async function askForTrust() {
    const answer = await ask({ type: "origin-trusted" });
    if (answer.trusted === true) {
      window.addEventListener("message", relay);
      document.documentElement.dataset.holdfast = "1";
      document.dispatchEvent(new Event("holdfast-ready"));
    }
  }

  async function relay(event) {
    const request = event.data;
    if (event.source !== window || event.origin !== here || request?.holdfast !== 1 || request.to !== "agent") {
      return;
    }
    const { id, type, challenge, registration, id_token } = request;
    if (typeof id !== "string" || id.length === 0 || id.length > 64) {
      return;
    }
    // A dialog for a PIN opens on somebody's click or key alone, never because a page was loaded.
    const reply =
      type === "unlock" && !navigator.userActivation.isActive
        ? { ok: false, error: "cancelled" }
        : await ask({ type, challenge, registration, id_token });
    window.postMessage({ ...reply, holdfast: 1, to: "page", id }, here);
  }

  // The extension may have been removed or updated under the page: then nobody answers.
  async function ask(message) {
    try {
      return (await chrome.runtime.sendMessage(message)) ?? { ok: false, error: "agent_error" };
    } catch {
      return { ok: false, error: "agent_error" };
    }
  }
})();
