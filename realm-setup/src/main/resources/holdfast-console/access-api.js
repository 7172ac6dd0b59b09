// The calls of conditional access, and their answers in the shapes that the pages use.

import { CallError, query } from "./admin-api.js";

const part = encodeURIComponent;

/** How many policies one call brings; there may be thousands. */
export const AT_ONCE = 500;

const base = (realm) => `/realms/${part(realm)}/conditional-access/api/v2`;

export const accessPaths = {
  policies: (realm, skip) => `${base(realm)}/authn/policies${query({ limit: AT_ONCE, skip, sort: "priority" })}`,
  policy: (realm, id = "", force = false) => `${base(realm)}/authn/policies${id && `/${part(id)}`}${query({ force })}`,
  move: (realm, id) => `${base(realm)}/authn/policies/${part(id)}/move`,
  ipLists: (realm, skip) => `${base(realm)}/iplists${query({ limit: AT_ONCE, skip, sort: "name" })}`,
  ipList: (realm, id = "", force = false) => `${base(realm)}/iplists${id && `/${part(id)}`}${query({ force })}`,
  keys: (realm) => `${base(realm)}/apikeys`,
  key: (realm, id) => `${base(realm)}/apikeys/${part(id)}`,
  simulate: (realm) => `${base(realm)}/simulate`,
  replay: (realm) => `${base(realm)}/replay`,
  events: (realm, resourcePath, first, max) => `/admin/realms/${part(realm)}/admin-events${query({ resourcePath, first, max })}`,
  settings: (realm, language) => `/admin/realms/${part(realm)}/holdfast/access/settings${query({ language })}`,
  clients: (realm, search, serviceAccounts) =>
    `/admin/realms/${part(realm)}/holdfast/console/clients${query({ search, serviceAccounts })}`,
  roles: (realm, search) => `/admin/realms/${part(realm)}/roles${query({ search, max: 8, briefRepresentation: true })}`,
};

/** The entries of a list's answer, whichever of the two shapes it has. */
export const entriesOf = (answer) => (Array.isArray(answer) ? answer : (answer?.results ?? []));

/** Every entry of a list, asked for page by page. */
export async function everyEntry(api, path, signal) {
  const all = [];
  for (;;) {
    const entries = entriesOf(await api.get(path(all.length), signal));
    all.push(...entries);
    if (entries.length < AT_ONCE) {
      return all;
    }
  }
}

/** What a refusal says of single places: [{ pointer, line, column, message }]. */
export const problemsOf = (error) => (error instanceof CallError && Array.isArray(error.body?.problems) ? error.body.problems : []);

/** Whether a change was refused because it would lock somebody out; forcing it is possible then. */
export const isLockOut = (error) => error instanceof CallError && error.body?.error === "lock_out";

/** What a simulation answers, with each reason in one place. */
export function explanationOf({ decision, policies, in_force: inForce, break_glass: breakGlass }) {
  const finding = (found) => ({
    combines: found.combines, condition: found.condition, value: found.value, reason: found.reason, parts: (found.parts ?? []).map(finding),
  });
  return {
    decision: {
      action: decision.action, mfa: decision.mfa, factors: decision.factors, session: decision.session,
      verification: decision.user_verification ?? "none", message: decision.message?.text ?? "", byDefault: decision.by_default === true,
    },
    inForce: inForce !== false,
    breakGlass: breakGlass === true,
    policies: policies.map((policy) => ({ ...policy, condition: policy.condition && finding(policy.condition) })),
  };
}

/** Why no policy of the realm decides anything: "accessWaits", "accessOff", or undefined where they do. */
export async function reasonOfRest(api, realm, signal) {
  try {
    const settings = await api.get(accessPaths.settings(realm), signal);
    const on = settings.find((setting) => setting.key === "access");
    return on && (on.values[0] ?? on.default) === "false" ? "accessOff" : undefined;
  } catch (error) {
    if (error.kind === "missing") {
      return "accessWaits";
    }
    throw error;
  }
}
