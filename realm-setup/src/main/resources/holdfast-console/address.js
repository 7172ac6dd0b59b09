// What the page shows stands in its address, so that back, forward, reload and a link all lead to the same. No secret ever does.

export const PAGE_SIZES = [20, 50, 100];
export const STATUSES = ["pending", "active", "quarantined", "revoked"];
export const ASSURANCES = ["software", "hardware", "attested"];

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
  if (view === "tokens" || view === "settings") {
    return { realm, view };
  }
  if (view === "devices" && id && ID.test(id)) {
    return { realm, view: "device", id };
  }
  const parameters = new URLSearchParams(query);
  const page = Number(parameters.get("page"));
  const max = Number(parameters.get("max"));
  return {
    realm,
    view: "devices",
    search: (parameters.get("search") ?? "").slice(0, 255),
    status: one(parameters.get("status"), STATUSES),
    assurance: one(parameters.get("assurance"), ASSURANCES),
    user: ID.test(parameters.get("user") ?? "") ? parameters.get("user") : "",
    page: Number.isInteger(page) && page > 0 && page <= 1_000_000 ? page : 1,
    max: PAGE_SIZES.includes(max) ? max : PAGE_SIZES[0],
  };
}

/** The relative address of a place; placeOf reads it back. */
export function addressOf(place) {
  const query = place.realm ? `?${new URLSearchParams({ realm: place.realm })}` : "?";
  return `${query}#/${fragmentOf(place)}`;
}

function fragmentOf(place) {
  if (place.view === "tokens" || place.view === "settings") {
    return place.view;
  }
  if (place.view === "device") {
    return `devices/${place.id}`;
  }
  const parameters = new URLSearchParams();
  for (const name of ["search", "status", "assurance", "user"]) {
    if (place[name]) {
      parameters.set(name, place[name]);
    }
  }
  if (place.page > 1) {
    parameters.set("page", place.page);
  }
  if (place.max && place.max !== PAGE_SIZES[0]) {
    parameters.set("max", place.max);
  }
  return `devices${parameters.size ? `?${parameters}` : ""}`;
}

/** The start of a realm's list. */
export const listOf = (realm, filter = {}) => ({
  realm, view: "devices", search: "", status: "", assurance: "", user: "", page: 1, max: PAGE_SIZES[0], ...filter,
});
