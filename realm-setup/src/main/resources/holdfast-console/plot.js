// Plots as inline SVG that is made element by element, each with the same numbers as a table beside it.

import { el } from "./elements.js";
import { number } from "./formats.js";

const SVG = "http://www.w3.org/2000/svg";

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  element.append(...children.filter(Boolean));
  return element;
}

const STEPS = [60, 300, 900, 3_600, 10_800, 21_600, 86_400, 604_800, 2_592_000];
const MOST_COLUMNS = 48;

/** Seconds of a column, so that a range has few enough to be told apart. */
export const stepOf = (start, end) =>
  STEPS.find((step) => (end - start) / 1000 / step <= MOST_COLUMNS) ?? STEPS.at(-1);

/** The next round number above a count, for the top of the axis: 1, 2, 4, 5, 10, 20, … */
export function roundAbove(value) {
  if (value <= 1) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 10].map((factor) => factor * power).find((top) => top >= value);
}

/** A time on the axis: the hour within a day or two, the day in what is longer. */
function axisTime(millis, span, language) {
  const options = span <= 2 * 86_400_000 ? { hour: "2-digit", minute: "2-digit" }
    : span <= 8 * 86_400_000 ? { weekday: "short", day: "numeric" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(language, options).format(new Date(millis));
}

/** The time of a column, whole. */
export const columnTime = (millis, stepSeconds, language) =>
  new Intl.DateTimeFormat(language, stepSeconds >= 86_400 ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" })
    .format(new Date(millis));

const keyOf = (series) => el("ul.plot-key", series.map(({ look, text }) =>
  el("li", el(`span.swatch.swatch-${look}`, { "aria-hidden": "true" }), text)));

/**
 * Stacked columns over time. series: [{ key, text, look }], the first at the bottom; columns: [{ start, counts: { key: n } }].
 * What a column leads to, if anything, is called with it. A plot under a heading of the same name is untitled.
 */
export function columnsOverTime({ t, locale, title, untitled = false, series, columns, step, pick }) {
  const totals = columns.map(({ counts }) => series.reduce((sum, { key }) => sum + (counts[key] ?? 0), 0));
  const most = Math.max(0, ...totals);
  const top = roundAbove(most);
  const span = columns.length ? columns.length * step * 1000 : 0;
  const bars = columns.flatMap(({ start, counts }, i) => {
    let y = 100;
    const parts = series.map(({ key, look }) => {
      const height = ((counts[key] ?? 0) / top) * 100;
      y -= height;
      return height ? svg("rect", { class: `mark mark-${look}`, x: i + 0.12, y, width: 0.76, height }) : null;
    });
    const told = series.map(({ key, text }) => `${text}: ${number(counts[key] ?? 0, locale)}`).join("\n");
    const column = svg("g", { class: pick && totals[i] ? "column column-leads" : "column" },
      svg("title", {}, `${columnTime(start, step, locale)}\n${told}`),
      svg("rect", { class: "column-ground", x: i, y: 0, width: 1, height: 100 }), ...parts);
    if (pick && totals[i]) {
      column.addEventListener("click", () => pick(columns[i]));
    }
    return column;
  });
  const lines = [0, 50].map((y) => svg("line", { class: "plot-line", x1: 0, x2: columns.length || 1, y1: y, y2: y }));
  const sum = (key) => columns.reduce((total, { counts }) => total + (counts[key] ?? 0), 0);
  const label = `${title}: ${series.map(({ key, text }) => `${text} ${number(sum(key), locale)}`).join(", ")}`;
  const marks = columns.length < 3 ? columns.slice(0, 1) : [columns[0], columns[Math.floor(columns.length / 2)], columns.at(-1)];
  const head = [t("plotTime"), ...series.map(({ text }) => text)];
  return el(
    "figure.plot",
    el("figcaption", el(untitled ? "span.unseen" : "span.plot-title", title), keyOf(series)),
    el("div.plot-area",
      el("div.plot-axis", { "aria-hidden": "true" }, el("span", number(top, locale)), el("span", top > 1 ? number(top / 2, locale) : ""), el("span", "0")),
      svg("svg", { viewBox: `0 0 ${columns.length || 1} 100`, preserveAspectRatio: "none", role: "img", "aria-label": label }, ...lines, ...bars),
      el("div.plot-times", { "aria-hidden": "true" }, marks.map(({ start }) => el("span", axisTime(start, span, locale))))),
    numbers(t, title, head, columns.filter((_, i) => totals[i] > 0).map((column) => [
      pick ? el("button.button.link", { type: "button", onclick: () => pick(column) }, columnTime(column.start, step, locale))
        : columnTime(column.start, step, locale),
      ...series.map(({ key }) => number(column.counts[key] ?? 0, locale)),
    ])),
  );
}

/** The same as a table, for whoever cannot see the plot or wants the numbers. */
function numbers(t, title, head, rows) {
  return el("details.plot-numbers", el("summary", t("plotNumbers")),
    rows.length ? plainTable(title, head, rows) : el("p.faint", t("plotNothing")));
}

/** A table of a few columns; the first names the line, the others are numbers. */
export function plainTable(label, head, rows) {
  return el("div.table-window", { tabindex: "0", role: "region", "aria-label": label }, el(
    "table.numbers",
    { role: "table", "aria-label": label },
    el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, head.map((name) => el("th", { role: "columnheader", scope: "col" }, name)))),
    el("tbody", { role: "rowgroup" }, rows.map((cells) => el("tr", { role: "row" }, cells.map((cell, i) =>
      el(i ? "td.amount" : "td", { role: "cell", "data-label": head[i] }, cell))))),
  ));
}

/** One bar of a whole in its parts. parts: [{ text, look, count }]. */
export function shares({ locale, title, parts }) {
  const whole = parts.reduce((sum, { count }) => sum + count, 0);
  let x = 0;
  const marks = parts.map(({ look, count, text }) => {
    const width = whole ? (count / whole) * 100 : 0;
    const mark = width ? svg("rect", { class: `mark mark-${look}`, x, y: 0, width, height: 10 }, svg("title", {}, `${text}: ${number(count, locale)}`)) : null;
    x += width;
    return mark;
  });
  return el("figure.plot.plot-shares",
    svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", role: "img",
      "aria-label": `${title}: ${parts.map(({ text, count }) => `${text} ${number(count, locale)}`).join(", ")}` },
    svg("rect", { class: "column-ground", x: 0, y: 0, width: 100, height: 10 }), ...marks),
    el("ul.plot-key", parts.map(({ look, text, count }) => el("li", el(`span.swatch.swatch-${look}`, { "aria-hidden": "true" }),
      `${text} `, el("strong", number(count, locale)), whole ? el("span.faint", ` ${percent(count / whole, locale)}`) : null))));
}

export const percent = (share, language) =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }).format(share);

/** A bar in a table's cell: how much of the whole. The number stands beside it. */
export const bar = (share, look) =>
  svg("svg", { class: "cell-bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { class: "column-ground", x: 0, y: 0, width: 100, height: 10 }),
    svg("rect", { class: `mark mark-${look}`, x: 0, y: 0, width: Math.max(0, Math.min(1, share)) * 100, height: 10 }));
