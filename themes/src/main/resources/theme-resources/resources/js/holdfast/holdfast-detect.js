// On the stock username and password page: when the extension announces itself, the server is told so by a
// cookie, and the sign-in starts anew with our page. A plain script, because that is how the server adds one.

(() => {
  const KEY = "holdfast.restarted";
  /** The shortest time between two restarts in one tab, in milliseconds: a slow agent must not make a circle. */
  const PAUSE = 30_000;

  const query = new URL(document.currentScript.src).searchParams;
  const restart = new URL(query.get("restart") ?? "", location.href);
  const path = query.get("path") ?? "";
  if (restart.origin !== location.origin || !/^\/[^;\s]*$/.test(path) || !location.pathname.startsWith(path)) {
    return;
  }

  // With the cookie the server had its chance to show our page: whoever is here chose to be.
  const known = document.cookie.split("; ").includes("HOLDFAST_EXTENSION=1");
  let typed = false;
  document.addEventListener("input", () => (typed = true), { once: true, capture: true });

  if (document.documentElement.dataset.holdfast === "1") {
    announced();
  } else {
    document.addEventListener("holdfast-ready", announced, { once: true });
  }

  function announced() {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `HOLDFAST_EXTENSION=1; Path=${path}; Max-Age=31536000; SameSite=Lax${secure}`;
    if (!known && !typed && !restartedLately()) {
      location.replace(restart);
    }
  }

  function restartedLately() {
    try {
      const last = Number(sessionStorage.getItem(KEY));
      sessionStorage.setItem(KEY, String(Date.now()));
      return Math.abs(Date.now() - last) < PAUSE;
    } catch {
      return true;
    }
  }
})();
