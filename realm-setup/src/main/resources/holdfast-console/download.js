// Files for whoever looks at the page.

import { el } from "./elements.js";

/** A table as comma-separated values (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export const csvOf = (rows) => rows.map((row) => row.map((value) => {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}).join(",")).map((line) => `${line}\r\n`).join("");

export function download(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name.replace(/[^\w.-]/g, "_"), hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
