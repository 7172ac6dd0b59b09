// Questions to the realm's record, as its REST API takes them, and what its answers mean to the pages.

import { typesOf } from "./record-words.js";

const part = encodeURIComponent;
const base = (realm) => `/realms/${part(realm)}/directory-insights/v1`;

export const insightPaths = {
  events: (realm) => `${base(realm)}/events`,
  event: (realm, id) => `${base(realm)}/events/${part(id)}`,
  count: (realm) => `${base(realm)}/events/count`,
  interval: (realm) => `${base(realm)}/events/interval`,
  distinct: (realm) => `${base(realm)}/events/distinct`,
  export: (realm) => `${base(realm)}/events/export`,
  withoutMfa: (realm) => `${base(realm)}/reports/users-without-mfa`,
  reportMode: (realm, start, end) =>
    `${base(realm)}/reports/report-mode?${new URLSearchParams({ start_time: new Date(start).toISOString(), end_time: new Date(end).toISOString() })}`,
  hardening: (realm, profile, language, dryRun = false) =>
    `/admin/realms/${part(realm)}/holdfast/hardening?${new URLSearchParams({ profile, language, ...(dryRun ? { dryRun: "true" } : {}) })}`,
};

const SECONDS = { hour: 3_600, day: 86_400, week: 604_800, month: 2_592_000, quarter: 7_776_000 };

/** Begin and end of a place's time in milliseconds. An own range may be open: to now, or from the beginning of the record. */
export function timesOf(place, nowMillis) {
  if (place.range !== "own") {
    return { start: nowMillis - SECONDS[place.range] * 1000, end: nowMillis };
  }
  const end = place.to ? Math.min(Date.parse(place.to), nowMillis) : nowMillis;
  const start = place.from ? Date.parse(place.from) : end - SECONDS.quarter * 1000;
  return { start: Math.min(start, end - 1000), end };
}

/** Where the beginning of a word may stand when somebody searches without saying where. */
const SEARCHED = ["initiated_by.username", "initiated_by.id", "client_ip", "resource.id", "auth_context.system.id", "event_type"];

const FIELDS = {
  person: "initiated_by.username",
  ip: "client_ip",
  policy: "auth_context.policies_applied.id",
  application: "resource.id",
  device: "auth_context.system.id",
};

const DECIDED = {
  allow: { "auth_context.decision": "allow" },
  require: { "auth_context.decision": "require" },
  deny: { "auth_context.decision": "deny" },
  reported: { "auth_context.reported": true },
  breakGlass: { "auth_context.break_glass": true },
  none: { not: { "auth_context.decision": "*" } },
};

/** A place's filters as the search term of a query; undefined without any. */
export function termOf(place) {
  const all = Object.entries(FIELDS).filter(([name]) => place[name]).map(([name, field]) => ({ [field]: place[name] }));
  if (place.result) {
    all.push({ success: place.result === "success" });
  }
  if (place.type) {
    all.push({ event_type: typesOf(place.type) });
  }
  if (place.decision) {
    all.push(DECIDED[place.decision]);
  }
  if (place.country) {
    // Private networks and unknown places have no country.
    all.push(place.country === "none" ? { not: { "geoip.country_code": "*" } } : { "geoip.country_code": place.country });
  }
  if (place.search) {
    const beginning = place.search.endsWith("*") ? place.search : `${place.search}*`;
    all.push({ or: SEARCHED.map((field) => ({ [field]: beginning })) });
  }
  return all.length ? { and: all } : undefined;
}

/** The part of a query that every question about a place shares. */
export function queryOf(place, { start, end }) {
  const term = termOf(place);
  return {
    service: [place.service || "all"],
    start_time: new Date(start).toISOString(),
    end_time: new Date(end).toISOString(),
    ...(term ? { search_term: term } : {}),
  };
}

/** Seconds of a column as the REST API counts pieces of time. */
export const intervalOf = (step) =>
  step % 86_400 === 0 ? { interval_unit: "d", interval_value: step / 86_400 }
    : step % 3_600 === 0 ? { interval_unit: "h", interval_value: step / 3_600 } : { interval_unit: "m", interval_value: step / 60 };

/** A time zone as an offset, so that days are days where somebody looks: "+0530". */
export function zoneOf(minutes) {
  const two = (value) => String(value).padStart(2, "0");
  const far = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(far / 60))}${two(far % 60)}`;
}
