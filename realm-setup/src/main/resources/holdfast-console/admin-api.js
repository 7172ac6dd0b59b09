// The calls of the admin REST API that the page makes, and what can come of them.

/** Why a call brought nothing: "network", "session", "forbidden", "missing", "conflict", "changed", "invalid", "absent" or "server". */
export class CallError extends Error {
  /** fields: a sentence by the name of each setting that was refused; body: all that the server answered. */
  constructor(kind, detail = "", fields = undefined, body = undefined) {
    super(detail || kind);
    this.kind = kind;
    this.detail = detail;
    this.fields = fields;
    this.body = body;
  }
}

const KINDS = { 400: "invalid", 401: "session", 403: "forbidden", 404: "missing", 409: "conflict", 412: "changed", 501: "absent" };

export const kindOf = (status) => KINDS[status] ?? "server";

const part = encodeURIComponent;

/** The parameters that say something, as the query of an address. */
export function query(parameters) {
  const present = Object.entries(parameters).filter(([, value]) => value !== "" && value !== undefined && value !== false);
  return present.length ? `?${new URLSearchParams(present)}` : "";
}

const filterOf = ({ search, status, assurance, user }) => ({ search, status, assurance, user });

/** Where everything is, below the server's address. */
export const paths = {
  realms: () => "/admin/realms?briefRepresentation=true",
  abilities: (realm) => `/admin/realms/${part(realm)}/holdfast/console`,
  devices: (realm, place) =>
    `/admin/realms/${part(realm)}/holdfast/devices${query({
      ...filterOf(place), after: place.after, before: place.before, end: place.end ? "true" : "", max: place.max,
    })}`,
  count: (realm, place) => `/admin/realms/${part(realm)}/holdfast/devices/count${query(filterOf(place))}`,
  device: (realm, id) => `/admin/realms/${part(realm)}/holdfast/devices/${part(id)}`,
  change: (realm, id, action) => `/admin/realms/${part(realm)}/holdfast/devices/${part(id)}/${part(action)}`,
  registration: (realm, id, registration) =>
    `/admin/realms/${part(realm)}/holdfast/devices/${part(id)}/registrations/${part(registration)}`,
  history: (realm, id) =>
    `/admin/realms/${part(realm)}/holdfast/history/${part(id)}`,
  posture: (realm) => `/admin/realms/${part(realm)}/holdfast/posture`,
  tokens: (realm) => `/admin/realms/${part(realm)}/holdfast/enrolment-tokens`,
  token: (realm, id) => `/admin/realms/${part(realm)}/holdfast/enrolment-tokens/${part(id)}`,
  settings: (realm, language) => `/admin/realms/${part(realm)}/holdfast/settings${query({ language })}`,
  pushSettings: (realm, language) => `/admin/realms/${part(realm)}/holdfast/push/settings${query({ language })}`,
  insightsSettings: (realm, language) => `/admin/realms/${part(realm)}/holdfast/insights/settings${query({ language })}`,
  webhook: (realm) => `/admin/realms/${part(realm)}/holdfast/insights/webhook`,
  store: (realm) => `/admin/realms/${part(realm)}/holdfast/insights/store`,
  storeKey: (realm) => `/admin/realms/${part(realm)}/holdfast/insights/store-key`,
  webhookSecret: (realm) => `/admin/realms/${part(realm)}/holdfast/insights/webhook-secret`,
  setup: (realm) => `/admin/realms/${part(realm)}/holdfast/setup`,
  user: (realm, id) => `/admin/realms/${part(realm)}/users/${part(id)}`,
  users: (realm, search) =>
    `/admin/realms/${part(realm)}/users${query({ search, max: 8, briefRepresentation: true })}`,
  groups: (realm, search) => `/admin/realms/${part(realm)}/groups${query({ search, max: 8 })}`,
};

/** The paths of groups and their subgroups, as the search of groups nests them. */
export function groupPaths(groups) {
  return groups.flatMap((group) => [group.path, ...groupPaths(group.subGroups ?? [])]);
}

export class AdminApi {
  #base;
  #session;
  #fetch;

  constructor(base, session, fetch) {
    this.#base = base;
    this.#session = session;
    this.#fetch = fetch;
  }

  get(path, signal) {
    return this.send("GET", path, undefined, signal);
  }

  /** A page of a list, and whether there is another before and behind it (RFC 8288). */
  async page(path, signal) {
    const { json, answer } = await this.#send("GET", path, undefined, signal);
    const link = answer.headers.get("Link") ?? "";
    return { items: json, hasPrevious: link.includes('rel="prev"'), hasNext: link.includes('rel="next"') };
  }

  /**
   * The answer's JSON, or undefined where there is none. A body that is text is JSON already, as somebody wrote it: what the
   * server says of its lines then fits. Throws a CallError, or an AbortError when told to stop.
   */
  async send(method, path, body, signal, headers = {}) {
    return (await this.#send(method, path, body, signal, headers)).json;
  }

  /** What there is, and its tag: a change that shows the tag is refused where somebody else was faster (RFC 9110 §13.1.1). */
  async tagged(path, signal) {
    const { json, answer } = await this.#send("GET", path, undefined, signal);
    return { json, tag: answer.headers.get("ETag") };
  }

  /** The same with the answer's headers. */
  async call(method, path, body, signal) {
    const { json, answer } = await this.#send(method, path, body, signal);
    return { json, headers: answer.headers };
  }

  /** A file that the server makes, however long it is: the browser keeps it out of this page's memory. */
  async file(method, path, body, signal) {
    const answer = await this.#answer(method, path, body, signal);
    if (!answer.ok) {
      throw refusal(answer.status, parsed(await answer.text()));
    }
    try {
      return await answer.blob();
    } catch (e) {
      if (e.name === "AbortError") {
        throw e;
      }
      throw new CallError("network");
    }
  }

  async #send(method, path, body, signal, headers) {
    const answer = await this.#answer(method, path, body, signal, headers);
    const json = parsed(await answer.text());
    if (!answer.ok) {
      throw refusal(answer.status, json);
    }
    return { json, answer };
  }

  async #answer(method, path, body, signal, headers = {}) {
    const answer = await this.#request(method, path, body, signal, headers, await this.#session.accessToken());
    // The server's clock decides: once more with a token made now.
    return answer.status === 401
      ? this.#request(method, path, body, signal, headers, await this.#session.freshAccessToken()) : answer;
  }

  async #request(method, path, body, signal, headers, token) {
    try {
      return await this.#fetch(this.#base + path, {
        method,
        signal,
        cache: "no-store",
        credentials: "omit",
        headers: {
          ...headers,
          Authorization: `Bearer ${token}`,
          Accept: "application/json",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined || typeof body === "string" ? body : JSON.stringify(body),
      });
    } catch (e) {
      if (e.name === "AbortError") {
        throw e;
      }
      throw new CallError("network");
    }
  }
}

const refusal = (status, json) =>
  new CallError(kindOf(status), json?.error_description ?? json?.errorMessage ?? json?.message ?? "", json?.fields, json);

function parsed(text) {
  try {
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
