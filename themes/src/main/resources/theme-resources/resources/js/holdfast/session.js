// What every stock login page does: notice a sign-in in another tab, and a browser session that was replaced.
// A module of its own, so that a theme without the server's script loses this and nothing else.

import { checkAuthSession, startSessionPolling } from "../authChecker.js";

const { sessionUrl, sessionHash } = document.getElementById("holdfast").dataset;

if (sessionUrl) {
  startSessionPolling(sessionUrl);
}
if (sessionHash) {
  checkAuthSession(sessionHash);
}
