// Times, numbers and keys as people read them. Times come in seconds, or in milliseconds where Keycloak has them so.

/** The browser's own kind of the language, so that dates are written as in its country. */
export const localeOf = (language, preferred) => preferred.find((tag) => tag.startsWith(language)) ?? language;

export const time = (seconds, language) =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(seconds * 1000));

export const number = (value, language) => new Intl.NumberFormat(language).format(value);

const STEPS = [[60, "second"], [60, "minute"], [24, "hour"], [30, "day"], [12, "month"], [Infinity, "year"]];

/** How far a time is from now: "3 hours ago", "in 2 days". */
export function distance(seconds, nowMillis, language) {
  let amount = seconds - nowMillis / 1000;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [size, unit] of STEPS) {
    if (Math.abs(amount) < size || size === Infinity) {
      return format.format(unit === "second" && Math.abs(amount) < 45 ? 0 : Math.trunc(amount), unit);
    }
    amount /= size;
  }
  throw new Error("the last step has no end");
}

/** Thumbprints in groups of six: two of them can be compared by eye. */
export const grouped = (key) => key.match(/.{1,6}/g)?.join(" ") ?? "";

/** "Debian GNU/Linux 12" as it is; a bare number behind the system's name. */
export function system({ os, os_version: version }) {
  const name = os === "linux" ? "Linux" : os;
  return version && /^\p{L}/u.test(version) ? version : [name, version].filter(Boolean).join(" ");
}

/** The lines that a page of a list shows, counted from one; undefined where nobody counted on the way there. */
export function range(place, page, count) {
  const shown = page.items.length;
  if (!shown) {
    return undefined;
  }
  if (!page.hasPrevious) {
    return { from: 1, to: shown };
  }
  if (!page.hasNext && count.exact) {
    return { from: Math.max(1, count.count - shown + 1), to: count.count };
  }
  return place.line ? { from: place.line, to: place.line + shown - 1 } : undefined;
}
