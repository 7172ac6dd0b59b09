// What the editor knows of a policy's document: its words, its conditions as a tree that people read, and back. No page, no server.

export const MODES = ["report", "enforce", "off"];
export const TYPES = ["application", "user_portal", "admin_portal", "ldap"];
export const FACTORS = ["DURT", "WEBAUTHN", "PUSH", "TOTP", "RECOVERY_CODES"];
export const VERIFICATIONS = ["none", "optional", "required"];
export const EVERYBODY = "ALL";

/** What a new policy is: it reports, and changes nothing until somebody enforces it. */
export const newPolicy = (priority = 100) => ({
  name: "",
  disabled: false,
  mode: "report",
  priority,
  type: "application",
  targets: { users: { inclusions: [EVERYBODY] } },
  conditions: {},
  effect: { action: "allow", obligations: { mfa: { required: true } } },
});

/**
 * The conditions that there are, by what they look at; make gives the value of a new one. The kind says by what inputs it is edited.
 */
export const LEAVES = {
  ipAddressIn: { about: "place", kind: "lists", make: () => [] },
  locationIn: { about: "place", kind: "location", make: () => ({}) },
  timeOfDay: { about: "place", kind: "time",
    make: () => ({ zone: "UTC", days: ["monday", "tuesday", "wednesday", "thursday", "friday"], from: "08:00", to: "18:00" }) },
  deviceManaged: { about: "device", kind: "flag", make: () => true },
  deviceCompliant: { about: "device", kind: "flag", make: () => true },
  deviceEncrypted: { about: "device", kind: "flag", make: () => true },
  deviceFirewall: { about: "device", kind: "flag", make: () => true },
  deviceAssurance: { about: "device", kind: "assurance", make: () => ({ atLeast: "hardware" }) },
  deviceOs: { about: "device", kind: "os", make: () => ({ family: "linux" }) },
  deviceScreenLock: { about: "device", kind: "minutes", make: () => ({ maxMinutes: 10 }) },
  devicePostureAge: { about: "device", kind: "minutes", make: () => ({ maxMinutes: 1440 }) },
  group: { about: "person", kind: "groups", make: () => [] },
  role: { about: "person", kind: "roles", make: () => [] },
  userAttribute: { about: "person", kind: "attribute", make: () => ({ name: "", values: [] }) },
  mfaConfigured: { about: "person", kind: "flag", make: () => true },
  authenticationMethod: { about: "signIn", kind: "factors", make: () => [] },
  risk: { about: "signIn", kind: "risk", make: () => ({ atLeast: "medium" }) },
};

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** Conditions that the tree cannot show: written by a mistake, or by a newer version of the server. */
export class Unreadable extends Error {
  constructor(pointer) {
    super(`no condition that this page knows stands at ${pointer || "/"}`);
    this.pointer = pointer;
  }
}

export const escaped = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");

/**
 * Conditions as a tree: { kind: "group", op: "all" | "any", negated, parts } and { kind: "leaf", name, value, negated }, each with
 * the JSON pointer of where it stands. The root is always a group. Throws Unreadable.
 */
export function treeOf(conditions, pointer = "/conditions") {
  const root = siblings(conditions ?? {}, pointer);
  return root.kind === "group" && !root.negated ? root : { kind: "group", op: "all", negated: false, parts: [root], pointer };
}

function siblings(value, pointer) {
  if (!isObject(value)) {
    throw new Unreadable(pointer);
  }
  const parts = Object.entries(value).map(([name, inner]) => nodeOf(name, inner, `${pointer}/${escaped(name)}`));
  return parts.length === 1 ? parts[0] : { kind: "group", op: "all", negated: false, parts, pointer };
}

function nodeOf(name, value, pointer) {
  if (name === "all" || name === "any") {
    if (!Array.isArray(value)) {
      throw new Unreadable(pointer);
    }
    return { kind: "group", op: name, negated: false, parts: value.map((part, i) => siblings(part, `${pointer}/${i}`)), pointer };
  }
  if (name === "not") {
    const part = siblings(value, pointer);
    return part.negated ? { kind: "group", op: "all", negated: true, parts: [part], pointer } : { ...part, negated: true };
  }
  if (!Object.hasOwn(LEAVES, name)) {
    throw new Unreadable(pointer);
  }
  return { kind: "leaf", name, value, negated: false, pointer };
}

/** The tree as conditions again; its nodes then say where they stand in these. */
export function conditionsOf(tree, pointer = "/conditions") {
  tree.pointer = pointer;
  if (tree.op === "all" && tree.parts.length === 0) {
    return {};
  }
  // One condition alone needs no group around it.
  return tree.parts.length === 1 ? written(tree.parts[0], pointer) : written(tree, pointer);
}

const written = (node, pointer) => (node.negated ? { not: bare(node, `${pointer}/not`) } : bare(node, pointer));

function bare(node, pointer) {
  if (node.kind === "leaf") {
    node.pointer = `${pointer}/${node.name}`;
    return { [node.name]: node.value };
  }
  node.pointer = `${pointer}/${node.op}`;
  return { [node.op]: node.parts.map((part, i) => written(part, `${node.pointer}/${i}`)) };
}

/** The node that a JSON pointer leads to or into: the innermost one. */
export function nodeAt(tree, pointer) {
  if (pointer !== tree.pointer && !pointer.startsWith(`${tree.pointer}/`)) {
    return undefined;
  }
  return (tree.parts ?? []).map((part) => nodeAt(part, pointer)).find(Boolean) ?? tree;
}

/** "report", "enforce" or "off", of the two members that say it. */
export const modeOf = (policy) => (policy.disabled ? "off" : policy.mode === "report" ? "report" : "enforce");

/** Off keeps the mode that the policy comes back to. */
export const withMode = (policy, mode) =>
  mode === "off" ? { ...policy, disabled: true } : { ...policy, disabled: false, mode };

/** "deny", "require" or "allow". */
export function actionOf(policy) {
  const effect = policy.effect ?? {};
  if (effect.action === "deny") {
    return "deny";
  }
  return effect.obligations?.mfa?.required || verificationOf(policy) === "required" ? "require" : "allow";
}

export const verificationOf = (policy) => policy.effect?.obligations?.userVerification?.requirement ?? "none";

/** The factors' names, whichever way they are written; none means each that the realm allows. */
export const factorsOf = (policy) =>
  (policy.effect?.obligations?.mfaFactors ?? []).map((factor) => (typeof factor === "string" ? factor : factor?.type)).filter(Boolean);

export const resourcesOf = (policy) => policy.targets?.resources ?? [];

export const clientsOf = (policy) => resourcesOf(policy).map((resource) => resource?.id).filter(Boolean);

export function isForEverybody(policy) {
  const included = policy.targets?.users?.inclusions ?? [];
  const groups = policy.targets?.userGroups?.inclusions ?? [];
  return included.includes(EVERYBODY) || (!included.length && !groups.length);
}

/** "Only these", and nobody is named: the editor means nobody by it, the server everybody, so it must not be saved. */
export const isForNobody = (policy) =>
  policy.targets?.users?.inclusions?.length === 0 && !(policy.targets.userGroups?.inclusions ?? []).length;

/** A copy in which the member at the path has the value; undefined takes it away, and objects that became empty with it. */
export function withValue(object, path, value) {
  const [name, ...rest] = path;
  const copy = { ...object };
  const inner = rest.length ? withValue(isObject(object?.[name]) ? object[name] : {}, rest, value) : value;
  if (inner === undefined || (rest.length && isObject(inner) && !Object.keys(inner).length)) {
    delete copy[name];
  } else {
    copy[name] = inner;
  }
  return copy;
}

export const valueAt = (object, path) => path.reduce((value, name) => value?.[name], object);

/** As the policy stands in the editor: without what the server adds to it. */
export function editable(policy) {
  const { id, createdAt, updatedAt, ...rest } = policy;
  return rest;
}

export const textOf = (policy) => JSON.stringify(policy, undefined, 2);

/** Where a text is no JSON object: { line, column }, or undefined where it is one. Browsers say it each in another way, or not at all. */
export function mistakeOf(text) {
  try {
    if (isObject(JSON.parse(text))) {
      return undefined;
    }
    return { line: 1, column: 1 };
  } catch {
    const before = text.slice(0, mistakeAt(text)).split("\n");
    return { line: before.length, column: before.at(-1).length + 1 };
  }
}

const TOKEN = /([{}[\],:])|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;

/** What may come (RFC 8259), by what came before: the text goes wrong where it does not. */
const NEXT = { value: "{[v", key: "\"", firstKey: "\"}", firstValue: "{[v]", colon: ":", more: ",", end: "" };

function mistakeAt(text) {
  const open = [];
  let expected = "value";
  for (let at = 0; ;) {
    at += /^[ \t\n\r]*/.exec(text.slice(at))[0].length;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (!token) {
      return at;
    }
    const kind = token[1] ?? (token[0].startsWith('"') ? '"' : "v");
    const closes = expected === "more" && kind === open.at(-1);
    const allowed = NEXT[expected];
    if (!closes && !allowed.includes(kind) && !(kind === '"' && allowed.includes("v"))) {
      return at;
    }
    if (kind === "{" || kind === "[") {
      open.push(kind === "{" ? "}" : "]");
      expected = kind === "{" ? "firstKey" : "firstValue";
    } else if (kind === "}" || kind === "]") {
      open.pop();
      expected = open.length ? "more" : "end";
    } else if (kind === ",") {
      expected = open.at(-1) === "}" ? "key" : "value";
    } else if (kind === ":") {
      expected = "value";
    } else if (expected === "key" || expected === "firstKey") {
      expected = "colon";
    } else {
      expected = open.length ? "more" : "end";
    }
    at = TOKEN.lastIndex;
  }
}
