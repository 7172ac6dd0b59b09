// Dialogs are <dialog>: the browser keeps the focus inside, closes on Escape, and gives the focus back.

import { busyWhile, el, newId } from "./elements.js";
import { button, explained } from "./notices.js";

/**
 * Asks, and does. The task runs while the dialog stays open; what it throws is shown in the dialog.
 * A check returns the field that is wrong and why, or nothing.
 */
export function ask({ t, title, content, label, dangerous = false, check, task }) {
  const titleId = newId("dialog");
  const failure = el("div.dialog-failure", { role: "alert" });
  const confirm = el(`button.button.${dangerous ? "danger" : "primary"}`, { type: "submit" }, label);
  const cancel = button(t("cancel"), () => dialog.close());
  const form = el(
    "form",
    { method: "dialog", novalidate: true },
    el("h2", { id: titleId }, title),
    content,
    failure,
    el("div.buttons", confirm, cancel),
  );
  if (dangerous && !form.querySelector("input")) {
    // What cannot be taken back is not one careless Enter away.
    cancel.setAttribute("autofocus", "");
  }
  const dialog = open(titleId, form);
  const submit = async () => {
    const wrong = check?.();
    if (wrong) {
      markWrong(wrong.field, wrong.text);
      return;
    }
    failure.replaceChildren();
    try {
      const after = await task();
      dialog.close();
      after?.();
    } catch (error) {
      const { title: what, text } = explained(t, error);
      failure.replaceChildren(el("strong", what), el("p", text));
    }
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busyWhile(confirm, submit);
  });
  return dialog;
}

/** Shows something that only has to be closed. */
export function show({ t, title, content }) {
  const titleId = newId("dialog");
  const dialog = open(
    titleId,
    el("div", el("h2", { id: titleId }, title), content, el("div.buttons", button(t("close"), () => dialog.close(), "primary"))),
  );
  return dialog;
}

/** Shows a secret that nobody sees again, to be copied; it is in this page until the dialog closes. */
export function showSecret({ t, title, label, secret, content = [] }) {
  const shown = el("input", { type: "text", id: newId("secret"), value: secret, readOnly: true, spellcheck: "false" });
  const said = el("p.hint", { role: "status" });
  const copy = button(t("copy"), async () => {
    shown.select();
    try {
      await navigator.clipboard.writeText(secret);
      said.textContent = t("copied");
    } catch {
      said.textContent = t("copyFailed");
    }
  });
  const dialog = show({ t, title, content: [
    el("p", t("shownOnce")), el("div.field", el("label", { for: shown.id }, label), el("div.copy", shown, copy), said), ...content] });
  dialog.addEventListener("close", () => (shown.value = ""));
  shown.focus();
  shown.select();
}

function open(titleId, content) {
  const dialog = el("dialog", { "aria-labelledby": titleId }, content);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A labelled field with a place for what is wrong with it. */
export function field(label, input, hint) {
  input.id ||= newId("field");
  const errorId = `${input.id}-error`;
  const hintId = `${input.id}-hint`;
  input.setAttribute("aria-describedby", hint ? `${errorId} ${hintId}` : errorId);
  input.addEventListener("input", () => markRight(input));
  return el(
    "div.field",
    el("label", { for: input.id }, label),
    input,
    hint ? el("p.hint", { id: hintId }, hint) : null,
    el("p.field-error", { id: errorId, role: "alert" }),
  );
}

/** Says at a field what is wrong with it. */
export function markWrong(input, text) {
  input.setAttribute("aria-invalid", "true");
  document.getElementById(`${input.id}-error`).textContent = text;
  input.focus();
}

function markRight(input) {
  if (input.hasAttribute("aria-invalid")) {
    input.removeAttribute("aria-invalid");
    document.getElementById(`${input.id}-error`).textContent = "";
  }
}
