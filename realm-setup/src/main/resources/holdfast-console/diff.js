// A change line by line: what is gone, what is new, and what is the same before and after.

import { el } from "./elements.js";

/** Texts of more pairs of lines than this are not compared, but shown whole, before and after. */
const MOST_PAIRS = 250_000;

/** What is as high as this many lines scrolls, and takes the focus so that keys can scroll it. */
const HIGH = 20;

/**
 * A change as lines: [{ kind: "gone" | "new" | "same", text }]. Of a long list the server tells how many entries there were and
 * are, and only those that are gone or new.
 */
export function changedLines(change) {
  if (change.count_from !== undefined) {
    return marked((change.removed ?? []).flatMap(linesOf), (change.added ?? []).flatMap(linesOf));
  }
  return compared(linesOf(change.from), linesOf(change.to));
}

/** A change as an element; words before the lines say what their colours say. */
export function shownChange(t, change) {
  const lines = changedLines(change);
  return [
    change.count_from === undefined ? null : el("p.hint", t("countChanged", { from: change.count_from, to: change.count_to })),
    el("div.diff", { tabindex: lines.length > HIGH ? "0" : null, role: "group", "aria-label": change.field }, lines.map(({ kind, text }) =>
      el(kind === "gone" ? "del.diff-line" : kind === "new" ? "ins.diff-line" : "span.diff-line",
        el("span.unseen", kind === "same" ? "" : t(`line_${kind}`)),
        el("span.diff-mark", { "aria-hidden": "true" }, kind === "gone" ? "−" : kind === "new" ? "+" : " "), text || " "))),
  ];
}

function linesOf(value) {
  if (value === undefined || value === null) {
    return [];
  }
  return (typeof value === "string" ? pretty(value) : JSON.stringify(value, null, 2)).split("\n");
}

/** JSON in lines, so that the member that changed stands out; any other text as it is. */
function pretty(text) {
  if (/^\s*[[{]/.test(text)) {
    try {
      return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
      // No JSON, although it looks like it.
    }
  }
  return text;
}

const marked = (gone, added) => [...gone.map((text) => ({ kind: "gone", text })), ...added.map((text) => ({ kind: "new", text }))];

/** The longest common subsequence: length[i][j] is that of what follows line i before and line j after. */
function compared(before, after) {
  if (before.length * after.length > MOST_PAIRS) {
    return marked(before, after);
  }
  const length = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      length[i][j] = before[i] === after[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: "same", text: before[i] });
      i++;
      j++;
    } else if (i < before.length && (j === after.length || length[i + 1][j] >= length[i][j + 1])) {
      lines.push({ kind: "gone", text: before[i++] });
    } else {
      lines.push({ kind: "new", text: after[j++] });
    }
  }
  return lines;
}
