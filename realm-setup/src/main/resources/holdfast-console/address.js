// What the page shows stands in its address, so that back, forward, reload and a link all lead to the same. No secret ever does.

import { accessFragmentOf, accessPlaceOf } from "./access-address.js";
import { readInsights, writeInsights } from "./insights-address.js";

export const PAGE_SIZES = [20, 50, 100];
export const STATUSES = ["pending", "active", "quarantined", "revoked"];
export const ASSURANCES = ["software", "hardware", "attested"];

/** Views that are forms below the settings; the settings of devices are the view "settings" itself. */
const FORMS = ["push", "accessSettings", "insights"];

/** The list's first page. */
export const START = Object.freeze({ after: "", before: "", end: false, line: 1 });

const ID = /^[0-9a-f-]{36}$/;
const one = (value, allowed) => (allowed.includes(value) ? value : "");

/** The console's own place on the server: {base}/realms/{realm}/holdfast-console/. */
export function serverOf(pathname) {
  const match = /^(.*)\/realms\/([^/]+)\/holdfast-console\/$/.exec(pathname);
  if (!match) {
    throw new Error("this page is not where the server puts it");
  }
  return { base: match[1], realm: decodeURIComponent(match[2]) };
}

/** Reads query and fragment into a place; whatever is not understood becomes the list's start. */
export function placeOf(search, hash) {
  const realm = new URLSearchParams(search).get("realm") ?? "";
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [view, id] = path.split("/");
  if (view === "settings" && FORMS.includes(id)) {
    return { realm, view: id };
  }
  if (view === "tokens" || view === "settings") {
    return { realm, view };
  }
  if (view === "devices" && id && ID.test(id)) {
    return { realm, view: "device", id };
  }
  const parameters = new URLSearchParams(query);
  if (view === "access") {
    return accessPlaceOf(realm, path.split("/").slice(1), parameters);
  }
  const insights = readInsights(realm, [view, id], parameters);
  if (insights) {
    return insights;
  }
  const max = Number(parameters.get("max"));
  return {
    realm,
    view: "devices",
    search: (parameters.get("search") ?? "").slice(0, 255),
    status: one(parameters.get("status"), STATUSES),
    assurance: one(parameters.get("assurance"), ASSURANCES),
    user: ID.test(parameters.get("user") ?? "") ? parameters.get("user") : "",
    ...whereOf(parameters),
    max: PAGE_SIZES.includes(max) ? max : PAGE_SIZES[0],
  };
}

/** Where a page of the list begins; line is the number of its first line, as far as somebody counted on the way there. */
function whereOf(parameters) {
  const line = Number(parameters.get("line"));
  const counted = Number.isInteger(line) && line > 0 && line <= 100_000_000 ? line : 0;
  for (const side of ["after", "before"]) {
    if (ID.test(parameters.get(side) ?? "")) {
      return { ...START, [side]: parameters.get(side), line: counted };
    }
  }
  return parameters.has("end") ? { ...START, end: true, line: 0 } : START;
}

/** The relative address of a place; placeOf reads it back. */
export function addressOf(place) {
  const query = place.realm ? `?${new URLSearchParams({ realm: place.realm })}` : "?";
  return `${query}#/${fragmentOf(place)}`;
}

function fragmentOf(place) {
  if (place.view === "access") {
    return accessFragmentOf(place);
  }
  if (FORMS.includes(place.view)) {
    return `settings/${place.view}`;
  }
  if (place.view === "tokens" || place.view === "settings") {
    return place.view;
  }
  if (place.view === "device") {
    return `devices/${place.id}`;
  }
  const insights = writeInsights(place);
  if (insights !== undefined) {
    return insights;
  }
  const parameters = new URLSearchParams();
  for (const name of ["search", "status", "assurance", "user"]) {
    if (place[name]) {
      parameters.set(name, place[name]);
    }
  }
  for (const side of ["after", "before"]) {
    if (place[side]) {
      parameters.set(side, place[side]);
      if (place.line) {
        parameters.set("line", place.line);
      }
    }
  }
  if (place.end) {
    parameters.set("end", "true");
  }
  if (place.max && place.max !== PAGE_SIZES[0]) {
    parameters.set("max", place.max);
  }
  return `devices${parameters.size ? `?${parameters}` : ""}`;
}

/** The start of a realm's list. */
export const listOf = (realm, filter = {}) => ({
  realm, view: "devices", search: "", status: "", assurance: "", user: "", ...START, max: PAGE_SIZES[0], ...filter,
});
