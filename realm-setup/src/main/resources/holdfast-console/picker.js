// A text field with suggestions (the ARIA combobox), and one that collects several texts above it.

import { debounced, el, newId } from "./elements.js";

const QUIET_MILLIS = 200;

/** suggest: text → list of texts; takes: called with a text that was chosen. */
function combobox({ t, placeholder, suggest, takes }) {
  const listId = newId("suggestions");
  const list = el("ul.suggestions", { id: listId, role: "listbox", hidden: true });
  const said = el("span.unseen", { role: "status" });
  const input = el("input", {
    type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", maxlength: "255", placeholder,
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId,
  });
  let asked = 0;
  let marked = -1;

  const close = () => {
    asked++;
    marked = -1;
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (text) => {
    close();
    takes(text);
  };
  const mark = (index) => {
    const options = [...list.children];
    marked = (index + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === marked)));
    input.setAttribute("aria-activedescendant", options[marked].id);
    options[marked].scrollIntoView({ block: "nearest" });
  };
  const look = debounced(QUIET_MILLIS, async () => {
    const text = input.value.trim();
    const mine = ++asked;
    if (!text) {
      close();
      return;
    }
    const found = await suggest(text).catch(() => []);
    if (mine !== asked || document.activeElement !== input) {
      return;
    }
    marked = -1;
    list.replaceChildren(...found.map((name) =>
      el("li", { id: newId("suggestion"), role: "option", "aria-selected": "false", onmousedown: (event) => {
        event.preventDefault();
        take(name);
      } }, name)));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length ? t("matches", { count: found.length }) : t("noMatches");
  });

  input.addEventListener("input", look);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? marked + 1 : marked < 0 ? -1 : marked - 1);
    } else if (event.key === "Enter" && marked >= 0) {
      event.preventDefault();
      take(list.children[marked].textContent);
    }
  });
  return { input, list, said };
}

/** One name. changed is called with it, as it is typed or chosen. */
export function oneName({ t, label, value, placeholder, suggest, changed }) {
  const { input, list, said } = combobox({ t, placeholder, suggest, takes: (text) => {
    input.value = text;
    changed?.(text);
  } });
  input.id = newId("field");
  input.value = value;
  input.addEventListener("input", () => changed?.(input.value.trim()));
  const element = el("div.field", el("label", { for: input.id }, label), el("div.combobox", input, list), said);
  return { element, value: () => input.value.trim() };
}

/**
 * Several names: Enter or a suggestion adds one, its button takes it away. What stands in the field counts too. changed is
 * called with all of them whenever there is one more or less.
 */
export function severalNames({ t, label, values, placeholder, suggest, changed }) {
  const chosen = [...values];
  const chips = el("ul.chips");
  const add = (text) => {
    const name = text.trim();
    input.value = "";
    if (name && !chosen.includes(name)) {
      chosen.push(name);
      draw();
      changed?.([...chosen]);
    }
  };
  const { input, list, said } = combobox({ t, placeholder, suggest, takes: add });
  input.id = newId("field");
  const draw = () =>
    chips.replaceChildren(...chosen.map((name) =>
      el("li.chip", el("span", name), el("button", {
        type: "button", "aria-label": t("remove", { name }), onclick: () => {
          chosen.splice(chosen.indexOf(name), 1);
          draw();
          changed?.([...chosen]);
          input.focus();
        },
      }, "×"))));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.defaultPrevented && input.value.trim()) {
      event.preventDefault();
      add(input.value);
    }
  });
  if (changed) {
    // Who goes on to another field means what stands in this one.
    input.addEventListener("blur", () => add(input.value));
  }
  draw();
  const element = el("div.field", el("label", { for: input.id }, label), chips, el("div.combobox", input, list), said);
  return { element, values: () => {
    add(input.value);
    return [...chosen];
  } };
}
