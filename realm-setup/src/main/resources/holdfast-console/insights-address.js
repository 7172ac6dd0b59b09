// The addresses of the record's pages: what is filtered stands there, so that a link to it can be handed on.

export const RANGES = ["hour", "day", "week", "month", "quarter", "own"];
export const SERVICES = ["directory", "sso", "mfa", "systems"];
export const RESULTS = ["success", "failure"];
/** What conditional access did: decided so, would have decided otherwise but only reports, or let somebody in by break-glass. */
export const DECISIONS = ["allow", "require", "deny", "reported", "breakGlass"];
export const PROFILES = ["L1", "L2", "L3"];

/** What somebody may type, and how long it may be. */
const TYPED = { search: 255, type: 64, person: 255, ip: 64, country: 8, policy: 255, application: 255, device: 64 };
const VIEWS = ["activity", "overview", "hardening"];
const ID = /^[0-9a-f-]{36}$/;
const NO_TYPED = Object.freeze(Object.fromEntries(Object.keys(TYPED).map((name) => [name, ""])));

const one = (value, allowed, otherwise = "") => (allowed.includes(value) ? value : otherwise);

/** A moment to the minute as a field of the browser has it, in the time zone of whoever looks. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/;
const moment = (value) => (MOMENT.test(value ?? "") && !Number.isNaN(Date.parse(value)) ? value : "");

/** A moment as such a field has it. */
export function momentOf(millis) {
  const at = new Date(millis);
  const two = (value) => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The record of a realm from its start, with what a filter says instead. */
export const activityOf = (realm, filter = {}) => ({
  realm, view: "activity", range: "day", from: "", to: "", service: "", result: "", decision: "", ...NO_TYPED, ...filter,
});

/** A place from the parts of a fragment's path and its parameters; undefined if it is none of these pages. */
export function readInsights(realm, [view, id], parameters) {
  if (!VIEWS.includes(view)) {
    return undefined;
  }
  if (view === "overview") {
    return { realm, view, range: one(parameters.get("range"), RANGES.slice(0, -1), "week") };
  }
  if (view === "hardening") {
    return { realm, view, profile: one(parameters.get("profile"), PROFILES, "L1") };
  }
  if (ID.test(id ?? "")) {
    return { realm, view: "event", id };
  }
  const from = moment(parameters.get("from"));
  const to = moment(parameters.get("to"));
  const range = one(parameters.get("range"), RANGES, "day");
  const typed = Object.entries(TYPED).map(([name, length]) => [name, (parameters.get(name) ?? "").slice(0, length)]);
  return activityOf(realm, {
    range: range === "own" && !from && !to ? "day" : range,
    ...(range === "own" ? { from, to } : {}),
    service: one(parameters.get("service"), SERVICES),
    result: one(parameters.get("result"), RESULTS),
    decision: one(parameters.get("decision"), DECISIONS),
    ...Object.fromEntries(typed),
  });
}

/** The fragment of a place, undefined if it is none of these pages. */
export function writeInsights(place) {
  if (place.view === "event") {
    return `activity/${place.id}`;
  }
  if (!VIEWS.includes(place.view)) {
    return undefined;
  }
  const defaults = { activity: activityOf(place.realm), overview: { range: "week" }, hardening: { profile: "L1" } }[place.view];
  const told = Object.entries(place).filter(([name, value]) =>
    name !== "realm" && name !== "view" && name in defaults && value !== defaults[name]);
  return told.length ? `${place.view}?${new URLSearchParams(told)}` : place.view;
}

/** What a place of the record filters by, besides the time. */
export const filtersOf = (place) =>
  ["service", "result", "decision", ...Object.keys(TYPED)].filter((name) => place[name]).map((name) => [name, place[name]]);
