// Wires the modules to the browser. No decision is taken here.

import { AgentLink } from "./lib/agent-link.js";
import { Gate } from "./lib/gate.js";
import { TrustedOrigins } from "./lib/trust.js";

const link = new AgentLink({
  connect: () => chrome.runtime.connectNative("dev.holdfast.agent"),
  // Chromium says why a port closed in passing, Firefox at the port.
  closedBy: (port) => chrome.runtime.lastError?.message ?? port.error?.message,
  newId: () => crypto.randomUUID(),
  startTimer: (task, milliseconds) => setTimeout(task, milliseconds),
  stopTimer: (timer) => clearTimeout(timer),
});
const trust = new TrustedOrigins(
  () => link.request({ type: "hello" }),
  () => performance.now(),
);
const self = { id: chrome.runtime.id, page: chrome.runtime.getURL("popup/popup.html") };
const gate = new Gate(self, link, trust);

chrome.runtime.onMessage.addListener((message, sender, sendResponse) => {
  gate.answer(message, sender).then(sendResponse);
  return true; // the answer comes later, through this channel only
});
