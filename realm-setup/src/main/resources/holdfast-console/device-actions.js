// Which actions a device offers. The server decides again; this only keeps buttons away that it would refuse.

const BY_STATUS = {
  pending: ["approve", "edit", "revoke", "delete"],
  active: ["edit", "quarantine", "revoke", "delete"],
  quarantined: ["release", "edit", "revoke", "delete"],
  revoked: ["edit", "delete"],
};

/** In the order of the buttons; none for somebody who may only look. */
export const actionsOf = (status, manage) => (manage ? (BY_STATUS[status] ?? []) : []);

export const isDangerous = (action) => action === "revoke" || action === "delete" || action === "end";

/** What the PUT has to say: only what changed. Undefined when nothing did. */
export function changesOf(device, edited) {
  const before = {
    name: device.name,
    owner: device.owner?.username ?? "",
    users: device.users.map((user) => user.username).filter(Boolean),
    groups: device.groups.map((group) => group.path).filter(Boolean),
  };
  const changes = {};
  if (edited.name !== before.name) {
    changes.name = edited.name;
  }
  if (edited.owner !== before.owner) {
    changes.owner = edited.owner || null;
  }
  for (const list of ["users", "groups"]) {
    if ([...edited[list]].sort().join("\n") !== [...before[list]].sort().join("\n")) {
      changes[list] = edited[list];
    }
  }
  return Object.keys(changes).length ? changes : undefined;
}

const ACTIONS = ["approve", "quarantine", "release", "revoke"];

/** What an admin event of a device was: its path bears the action. */
export function happeningOf({ operationType, resourcePath }) {
  const [, , , action] = resourcePath.split("/");
  if (action === "registrations") {
    return "end";
  }
  if (ACTIONS.includes(action)) {
    return action;
  }
  return { UPDATE: "edit", DELETE: "delete" }[operationType] ?? "other";
}
