// Where the pages of conditional access are, below the console's own address.

/** The pages, and how each is called in an address. */
export const ACCESS_PAGES = { policies: "", whatIf: "what-if", ipLists: "ip-lists", keys: "api-keys", history: "history" };

export const NEW = "new";

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const WORD = { policies: "policies", "ip-lists": "ipLists" };

/** The place that `access/…` says; what is not understood is the list of policies. */
export function accessPlaceOf(realm, rest, parameters) {
  const [name = "", id = ""] = rest;
  const place = { realm, view: "access", page: "policies", id: "", search: "", from: 1 };
  if (WORD[name]) {
    const known = ID.test(id) ? id : "";
    if (WORD[name] === "ipLists" || known) {
      return { ...place, page: WORD[name], id: known };
    }
  }
  const page = Object.entries(ACCESS_PAGES).find(([, word]) => word && word === name)?.[0];
  if (page) {
    return { ...place, page };
  }
  const from = Number(parameters.get("from"));
  return {
    ...place,
    search: (parameters.get("search") ?? "").slice(0, 255),
    from: Number.isInteger(from) && from > 0 && from <= 100_000 ? from : 1,
  };
}

export function accessFragmentOf(place) {
  if (place.page === "policies" && place.id) {
    return `access/policies/${place.id}`;
  }
  if (place.page !== "policies") {
    return `access/${ACCESS_PAGES[place.page]}${place.id ? `/${place.id}` : ""}`;
  }
  const parameters = new URLSearchParams();
  if (place.search) {
    parameters.set("search", place.search);
  }
  if (place.from > 1) {
    parameters.set("from", place.from);
  }
  return `access${parameters.size ? `?${parameters}` : ""}`;
}

export const accessPage = (realm, page = "policies", id = "") => ({ realm, view: "access", page, id, search: "", from: 1 });
