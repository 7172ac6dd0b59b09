// What our pages share: their states, their one form, and the texts of refusals.

const root = document.getElementById("holdfast");
const form = document.getElementById("holdfast-form");
const title = document.getElementById("kc-page-title");
const status = document.getElementById("holdfast-status");

/** What the server put into the page, by name. */
export const given = root.dataset;

const sections = new Map([...root.querySelectorAll(".holdfast-state")].map((section) => [section.dataset.state, section]));

/**
 * Finds a part of a state.
 *
 * @param {string} state
 * @param {string} name
 */
export function part(state, name) {
  return sections.get(state).querySelector(`[data-part="${name}"]`);
}

/**
 * Shows one state and hides the others. A screen reader says its heading and its sentences; the first button gets the
 * focus and so says itself.
 *
 * @param {string} name
 * @param {Record<string, string>} [values] what stands for the words in braces
 */
export function show(name, values = {}) {
  for (const [other, section] of sections) {
    section.hidden = other !== name;
  }
  const section = sections.get(name);
  title.textContent = fill(section.dataset.heading, values);
  for (const node of section.querySelectorAll("[data-template]")) {
    node.textContent = fill(node.dataset.template, values);
  }
  status.textContent = [title, ...sentences(section)].map(spoken).join(" ");
  focus(section);
}

/**
 * Leaves a state with some of its buttons, and makes the first of them the main one. Where a page has none of them it
 * keeps all: a person must never be left without a way on.
 *
 * @param {string} state
 * @param {string[]} actions
 */
export function offer(state, actions) {
  const buttons = [...sections.get(state).querySelectorAll("button[data-action]")];
  const main = buttons.find((button) => actions.includes(button.dataset.action));
  if (!main) {
    return;
  }
  for (const button of buttons) {
    button.hidden = !actions.includes(button.dataset.action);
    button.classList.toggle("pf-m-primary", button === main);
    button.classList.toggle("pf-m-secondary", button !== main && !button.classList.contains("pf-m-link"));
  }
}

/** @param {Record<string, () => void>} actions by the name that stands in the page */
export function onAction(actions) {
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (button && !button.disabled) {
      actions[button.dataset.action]();
    }
  });
}

/** The words for a refusal; a code that has none gets the most general ones. */
export function reason(error) {
  const texts = document.getElementById("holdfast-reasons").content;
  return (texts.querySelector(`[data-code="${CSS.escape(error)}"]`) ?? texts.querySelector('[data-code="agent_error"]')).textContent;
}

/**
 * Lists what the person can mend; what this page has no words for is left out.
 *
 * @param {string} state
 * @param {Record<string, string>} [checks] `failed` or `unknown` by the check's name
 */
export function listChecks(state, checks = {}) {
  const words = document.getElementById("holdfast-checks").content;
  const items = Object.entries(checks).flatMap(([name, result]) => {
    const item = words.querySelector(`[data-check="${CSS.escape(name)}"]`)?.cloneNode(true);
    if (item) {
      item.querySelector('[data-part="unknown"]').hidden = result !== "unknown";
    }
    return item ? [item] : [];
  });
  const list = part(state, "checks");
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
}

/**
 * Posts to the sign-in, once. The form's target must be of our own origin: a proof goes nowhere else.
 *
 * @param {Record<string, string>} fields
 */
export function post(fields) {
  if (form.dataset.sent || new URL(form.action).origin !== location.origin) {
    return;
  }
  form.dataset.sent = "1";
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  for (const button of root.querySelectorAll("button")) {
    button.disabled = true;
  }
  form.requestSubmit();
}

// Reloading the answer to a form post would post once more. The form's target without its one-time code is the
// address under which the server shows the same step again.
const address = new URL(form.action);
address.searchParams.delete("session_code");
if (address.origin === location.origin && location.pathname.includes("/login-actions/")) {
  history.replaceState(history.state, "", address);
}

// A page that comes back from the browser's cache holds a spent challenge and a form that was sent.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    location.reload();
  }
});

function sentences(section) {
  return [...section.querySelectorAll('p, [data-part="reason"], [data-part="checks"] > li')].filter(
    (node) => !node.hidden && !node.parentElement.hidden,
  );
}

// With a stop at its end, so that a screen reader pauses there.
function spoken(node) {
  const hidden = node.querySelector("[hidden]")?.textContent ?? "";
  const text = node.textContent.replace(hidden, "").trim();
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// The keyboard goes where the next step is, unless the person is busy elsewhere, such as in the language chooser.
function focus(section) {
  const active = document.activeElement;
  if (active === null || active === document.body || active === title || root.contains(active)) {
    (section.querySelector("button:not([hidden]):not([disabled]).pf-m-primary, .holdfast-account") ?? title).focus();
  }
}
