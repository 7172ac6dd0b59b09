// A policy in words: whom, what, when, and what becomes of them. The same words stand in the list, the editor and the what-if.

import { ASSURANCES } from "./address.js";
import { el } from "./elements.js";
import { actionOf, clientsOf, factorsOf, isForEverybody, modeOf, treeOf, verificationOf } from "./policy-document.js";

export const MODE_LOOKS = { enforce: "active", report: "pending", off: "revoked" };
export const ACTION_LOOKS = { allow: "good", require: "require", deny: "deny" };

const label = (look, text) => el(`span.label.label-${look}`, el("span.label-dot", { "aria-hidden": "true" }), text);

export const modeLabel = (t, policy) => label(MODE_LOOKS[modeOf(policy)], t(`policyMode_${modeOf(policy)}`));

export const actionLabel = (t, action) => el(`span.action.action-${ACTION_LOOKS[action]}`, t(`effect_${action}`));

export const factorName = (t, factor) => (FACTOR_NAMES.has(factor) ? t(`factor_${factor}`) : factor);

const FACTOR_NAMES = new Set(["DURT", "WEBAUTHN", "PUSH", "TOTP", "RECOVERY_CODES", "PASSWORD"]);

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** 2024 began on a Monday. */
export const dayName = (day, locale, width = "long") =>
  new Intl.DateTimeFormat(locale, { weekday: width, timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + DAYS.indexOf(day))));

const several = (values, locale, type = "disjunction") => new Intl.ListFormat(locale, { type }).format(values.map(String));

export function countryName(code, locale) {
  try {
    return new Intl.DisplayNames(locale, { type: "region" }).of(code);
  } catch {
    return code;
  }
}

/** One condition in words. names: the names of IP lists by their ids. */
export function leafWords({ t, locale }, node, names = new Map()) {
  const { name, value } = node;
  // A flag that is demanded to be false is the same as one that is not true, as far as it is known.
  const negated = (value === false) !== node.negated;
  const say = (key, values) => (negated ? t(`leafNot_${key}`, values) : t(`leaf_${key}`, values));
  const list = (values) => (Array.isArray(values) && values.length ? several(values, locale) : "…");
  switch (name) {
    case "ipAddressIn":
      return say(name, { names: list(value.map?.((id) => names.get(id) ?? id)) });
    case "locationIn":
      return say(name, { names: list(placesOf({ t, locale }, value)) });
    case "timeOfDay":
      return say(name, { ...value, days: daysWords({ t, locale }, value.days) });
    case "deviceOs":
      return say(value.minVersion ? "deviceOsFrom" : name, { family: OS_NAMES[value.family] ?? value.family, version: value.minVersion });
    case "deviceScreenLock":
    case "devicePostureAge":
      return say(name, { time: Number.isInteger(value.maxMinutes) && value.maxMinutes > 0 ? spanWords(value.maxMinutes * 60, locale) : "…" });
    case "deviceAssurance":
      return say(name, { level: ASSURANCES.includes(value.atLeast) ? t(`assurance_${value.atLeast}`) : value.atLeast });
    case "risk":
      return say(name, { level: RISKS.includes(value.atLeast) ? t(`risk_${value.atLeast}`) : value.atLeast });
    case "group":
    case "role":
      return say(name, { names: list(value) });
    case "authenticationMethod":
      return say(name, { names: list(value.map?.((factor) => factorName(t, factor))) });
    case "userAttribute":
      return say(value.values?.length ? name : "userAttributeSet", { name: value.name || "…", values: list(value.values) });
    default:
      return say(name);
  }
}

export const OS_NAMES = { linux: "Linux", macos: "macOS", windows: "Windows", android: "Android", ios: "iOS", chromeos: "ChromeOS" };

export const RISKS = ["low", "medium", "high"];

const daysWords = ({ t, locale }, days) => (days?.length && days.length < 7
  ? several(DAYS.filter((day) => days.some((other) => other.toLowerCase() === day)).map((day) => dayName(day, locale, "short")), locale, "conjunction") : t("everyDay"));

function placesOf({ t, locale }, value = {}) {
  return [
    ...(value.countries ?? []).map((code) => countryName(code, locale)),
    ...(value.continents ?? []).map((code) => (CONTINENTS.includes(code) ? t(`continent_${code}`) : code)),
    ...(value.regions ?? []),
    ...(value.unknown ? [t("unknownPlace")] : []),
    ...(value.private ? [t("privateNetwork")] : []),
  ];
}

export const CONTINENTS = ["AF", "AN", "AS", "EU", "NA", "OC", "SA"];

/** All conditions of a policy in one line; undefined where it has none. */
export function conditionWords(app, policy, names) {
  const { t } = app;
  let tree;
  try {
    tree = treeOf(policy.conditions);
  } catch {
    return t("conditionsUnreadable");
  }
  const words = (node) => {
    if (node.kind === "leaf") {
      return leafWords(app, node, names);
    }
    if (!node.parts.length) {
      return t(node.negated ? "neverWords" : "alwaysWords");
    }
    const inner = node.parts.map(words).join(` ${t(node.op === "all" ? "wordAnd" : "wordOr")} `);
    return node.negated ? t("noneWords", { inner }) : node.parts.length > 1 ? `(${inner})` : inner;
  };
  return tree.parts.length ? words(tree).replace(/^\((.*)\)$/s, (whole, inner) => (balanced(inner) ? inner : whole)) : undefined;
}

/** Whether the brackets around it belong together. */
function balanced(text) {
  let depth = 0;
  for (const letter of text) {
    depth += letter === "(" ? 1 : letter === ")" ? -1 : 0;
    if (depth < 0) {
      return false;
    }
  }
  return depth === 0;
}

/** Who and what: "Everybody · All applications". */
export function targetWords({ t, locale }, policy) {
  const targets = policy.targets ?? {};
  const who = isForEverybody(policy) ? [t("everybody")]
    : [...(targets.users?.inclusions ?? []), ...(targets.userGroups?.inclusions ?? [])];
  const except = [...(targets.users?.exclusions ?? []), ...(targets.userGroups?.exclusions ?? [])];
  const short = (names) => (names.length > 3 ? t("namesAndMore", { names: names.slice(0, 2).join(", "), count: names.length - 2 })
    : several(names, locale, "conjunction"));
  const clients = clientsOf(policy);
  return [
    except.length ? t("whoExcept", { who: short(who), except: short(except) }) : short(who),
    clients.length ? short(clients) : t(`type_${policy.type}`),
  ].join(" · ");
}

/** What the policy demands beyond its action: "WebAuthn or push · at most 1 hour". */
export function demandWords({ t, locale }, policy) {
  const session = policy.effect?.obligations?.session ?? {};
  const factors = factorsOf(policy);
  return actionOf(policy) === "deny" ? "" : [
    factors.length ? several(factors.map((factor) => factorName(t, factor)), locale) : "",
    verificationOf(policy) === "required" ? t("withVerification") : "",
    session.lifetime ? t("sessionFor", { time: spanWords(session.lifetime, locale) }) : "",
    session.maxAge ? t("againAfter", { time: spanWords(session.maxAge, locale) }) : "",
  ].filter(Boolean).join(" · ");
}

const UNITS = [["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

/** A number of seconds in the largest unit that fits. */
export function spanOf(seconds) {
  const [unit, size] = UNITS.find(([, size]) => seconds % size === 0 && seconds >= size) ?? UNITS[3];
  return { unit, count: seconds / size };
}

export const secondsOf = (count, unit) => count * UNITS.find(([name]) => name === unit)[1];

export function spanWords(seconds, locale) {
  const { unit, count } = spanOf(seconds);
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
}
