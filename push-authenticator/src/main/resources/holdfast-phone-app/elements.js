// Elements from data. Text is only ever set as text, and attributes only by this code's own names: no HTML is parsed.

const AS_PROPERTY = new Set(["value", "checked", "disabled", "hidden", "selected"]);
const SVG = "http://www.w3.org/2000/svg";

/** el("p.note", { id: "x", onclick: f }, "text", child, null) */
export function el(what, ...rest) {
  const [tag, ...classes] = what.split(".");
  return filled(document.createElement(tag), classes, rest);
}

const filled = (element, classes, rest) => {
  if (classes.length) {
    element.setAttribute("class", classes.join(" "));
  }
  const properties = isProperties(rest[0]) ? rest.shift() : {};
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
};

const isProperties = (value) =>
  value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Node);

const svg = (what, ...rest) => {
  const [tag, ...classes] = what.split(".");
  return filled(document.createElementNS(SVG, tag), classes, rest);
};

const ICONS = {
  accounts: ["M12 3.5 19 6v5.2c0 4.4-2.9 7.5-7 9.3-4.1-1.8-7-4.9-7-9.3V6Z", "M9.3 11.8l2 2 3.5-3.8"],
  history: ["M4 12a8 8 0 1 0 2.6-5.9", "M4 4.5V8h3.5", "M12 8v4.3l2.8 1.7"],
  settings: ["M5 7h8", "M17 7h2", "M5 17h2", "M11 17h8", "M15 5v4", "M9 15v4", "M5 12h14"],
  add: ["M12 5v14", "M5 12h14"],
  back: ["M14.5 5.5 8 12l6.5 6.5"],
  right: ["M9.5 5.5 16 12l-6.5 6.5"],
  yes: ["M5 12.5l4.5 4.5L19 7.5"],
  no: ["M6.5 6.5l11 11", "M17.5 6.5l-11 11"],
  alert: ["M12 4.5 21 19.5H3Z", "M12 10v4.5", "M12 17v.1"],
  app: ["M5 5h14v14H5Z", "M5 9.5h14"],
  place: ["M12 21c4.5-4.8 6.5-8 6.5-11a6.5 6.5 0 0 0-13 0c0 3 2 6.2 6.5 11Z", "M12 12.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z"],
  network: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z", "M4 12h16", "M12 4c2.4 2.3 3.5 5 3.5 8s-1.1 5.7-3.5 8c-2.4-2.3-3.5-5-3.5-8S9.6 6.3 12 4Z"],
  screen: ["M4 5.5h16v10.5H4Z", "M9 20h6", "M12 16v4"],
  message: ["M4.5 5.5h15v10.5h-8l-4 3.5v-3.5h-3Z"],
  camera: ["M4 8.5V5h3.5", "M16.5 5H20v3.5", "M20 15.5V19h-3.5", "M7.5 19H4v-3.5", "M8 12h8"],
  copy: ["M9 9h10v10H9Z", "M15 9V5H5v10h4"],
  bin: ["M5 7h14", "M9.5 7V4.5h5V7", "M7 7l.8 12.5h8.4L17 7"],
  bell: ["M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5Z", "M10.5 20.5h3"],
  offline: ["M4 4l16 16", "M5 10.5a10.5 10.5 0 0 1 3.5-2.2", "M12 7.5c2.7 0 5.1 1.1 7 3", "M8.5 14.2a5 5 0 0 1 5-1.2", "M12 18v.1"],
  phone: ["M8 3.5h8v17H8Z", "M11 17.8h2"],
  clock: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z", "M12 8v4.3l2.8 1.7"],
};

/** A drawing beside words that say the same. */
export const icon = (name) =>
  svg("svg.icon", { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, ICONS[name].map((d) => svg("path", { d })));

/** A ring that empties: {node, show(part)}. */
export function ring() {
  const left = svg("circle.ring-left", { cx: 12, cy: 12, r: 10, pathLength: 100, "stroke-dasharray": "100 100" });
  const node = svg(
    "svg.ring",
    { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    svg("circle.ring-all", { cx: 12, cy: 12, r: 10 }),
    left,
  );
  return { node, show: (part) => left.setAttribute("stroke-dasharray", `${Math.max(0, part) * 100} 100`) };
}

let ids = 0;

export const newId = (word) => `${word}-${++ids}`;

export const button = (kind, label, onclick, properties = {}) =>
  el(`button.button.${kind}`, { type: "button", onclick, ...properties }, label);

/** A field with its label, and a hint or what is wrong with it: {node, input, wrong(text)}. */
export function field(label, properties, hint) {
  const id = newId("field");
  const input = el("input", { id, type: "text", autocomplete: "off", "aria-describedby": `${id}-hint`, ...properties });
  const note = el("p.hint", { id: `${id}-hint` }, hint ?? "");
  const node = el("div.field", el("label", { for: id }, label), input, note);
  input.addEventListener("input", () => wrong());
  const wrong = (text) => {
    note.textContent = text ?? hint ?? "";
    node.classList.toggle("wrong", Boolean(text));
    input.setAttribute("aria-invalid", Boolean(text));
    if (text) {
      input.focus();
    }
  };
  return { node, input, wrong };
}

/** Asks before something that cannot be taken back; the browser keeps the focus inside and closes it on Escape. */
export function ask({ title, text, yes, no, dangerous = true }, task, otherwise = () => {}) {
  const id = newId("dialog");
  let agreed = false;
  const dialog = el(
    "dialog",
    { "aria-labelledby": id },
    el("h2", { id }, title),
    el("p", text),
    el(
      "div.buttons",
      button(dangerous ? "danger" : "primary", yes, () => {
        agreed = true;
        dialog.close();
        task();
      }),
      button("quiet", no, () => dialog.close(), { autofocus: true }),
    ),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (!agreed) {
      otherwise();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}
