// Shows what the agent says about itself. All text goes in as text, never as markup.

import { statusOf } from "./status.js";

const element = (id) => document.getElementById(id);
const words = (key) => chrome.i18n.getMessage(key);

function translate(root) {
  for (const node of root.querySelectorAll("[data-text]")) {
    node.textContent = words(node.dataset.text);
  }
}

function entry({ issuer, device, trusted_origins: origins }) {
  const item = element("issuer").content.cloneNode(true);
  translate(item);
  const put = (part, value) => (item.querySelector(`[data-part="${part}"]`).textContent = value);
  put("issuer", issuer);
  put("device", device);
  put("origins", origins.join(", "));
  return item;
}

function show(status) {
  element("state").dataset.state = status.look;
  element("headline").textContent = words(status.headline);
  element("advice").textContent = status.advice ? words(status.advice) : "";
  element("advice").hidden = !status.advice;
  element("issuers").replaceChildren(...status.issuers.map(entry));
  element("issuers").hidden = status.issuers.length === 0;
  element("version").textContent = status.version ? `${words("agent")} ${status.version}` : "";
}

async function ask() {
  show({ look: "asking", headline: "asking", issuers: [] });
  show(statusOf(await chrome.runtime.sendMessage({ type: "agent" })));
}

document.documentElement.lang = chrome.i18n.getUILanguage();
translate(document);
element("again").addEventListener("click", ask);
await ask();
