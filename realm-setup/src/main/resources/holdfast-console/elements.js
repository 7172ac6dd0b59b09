// Elements from data. Text is only ever set as text, and attributes only from this code's own names: no HTML is parsed.

const AS_PROPERTY = new Set(["value", "checked", "disabled", "hidden", "open", "required", "selected", "readOnly"]);

/** el("p.note", { id: "x", onclick: f }, "text", child, null) */
export function el(what, ...rest) {
  const [tag, ...classes] = what.split(".");
  const element = document.createElement(tag);
  if (classes.length) {
    element.className = classes.join(" ");
  }
  const properties = rest.length && isProperties(rest[0]) ? rest.shift() : {};
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (AS_PROPERTY.has(name)) {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...rest.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const isProperties = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Node);

let ids = 0;

export const newId = (word) => `${word}-${++ids}`;

/** Calls once it has been quiet for a while. */
export function debounced(milliseconds, task) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => task(...values), milliseconds);
  };
}

/**
 * Runs a task whose button says meanwhile that it is busy; undefined at once where it is. A button that is only said to be
 * disabled keeps the focus, and is pressed like any other.
 */
export async function busyWhile(button, task) {
  if (button.getAttribute("aria-disabled") === "true") {
    return undefined;
  }
  button.setAttribute("aria-disabled", "true");
  try {
    return await task();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Lets the arrow keys go from row to row of a list whose rows have a link. */
export function walkable(list) {
  list.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") {
      return;
    }
    const links = [...list.querySelectorAll(".row-link")];
    const at = links.indexOf(document.activeElement);
    if (at >= 0) {
      event.preventDefault();
      links[Math.max(0, Math.min(links.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))].focus();
    }
  });
}
