// Waiting, nothing there, something wrong: the states that are not data.

import { CallError } from "./admin-api.js";
import { el } from "./elements.js";

export function waiting(t) {
  return el("div.waiting", { role: "status" }, el("span.spinner", { "aria-hidden": "true" }), el("span", t("loading")));
}

export function notice({ kind, title, text, buttons = [] }) {
  return el(
    `div.notice.notice-${kind}`,
    el("span.notice-mark", { "aria-hidden": "true" }),
    el("h2", { tabindex: "-1" }, title),
    text ? el("p", text) : null,
    buttons.length ? el("div.buttons", buttons) : null,
  );
}

export const button = (label, onclick, look = "secondary", properties = {}) =>
  el(`button.button.${look}`, { type: "button", onclick, ...properties }, label);

/** What a failed call means, as sentences. Mistakes of this page itself are shown as the server's, and stand in the console. */
export function explained(t, error, values = {}) {
  const known = error instanceof CallError;
  if (!known) {
    console.error(error);
  }
  const kind = known ? error.kind : "server";
  const told = { ...values, detail: known ? error.detail : "" };
  return { kind, title: t(`error_${kind}`), text: t(`explain_${kind}`, told) };
}

let fading;

/** A sentence about what was done, read out by screen readers. */
export function toast(text) {
  const place = document.getElementById("toasts");
  clearTimeout(fading);
  place.replaceChildren(el("p.toast", text));
  fading = setTimeout(() => place.replaceChildren(), 6000);
}
