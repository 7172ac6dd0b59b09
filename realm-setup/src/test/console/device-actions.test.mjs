import assert from "node:assert/strict";
import { test } from "node:test";
import { actionsOf, changesOf, happeningOf, isDangerous } from "../../main/resources/holdfast-console/device-actions.js";
import { STATUSES } from "../../main/resources/holdfast-console/address.js";
import { endOf, usesOf } from "../../main/resources/holdfast-console/token-list.js";

// From the admin REST API: which standing each action starts from.
const FROM = { approve: ["pending"], quarantine: ["active"], release: ["quarantined"], revoke: ["pending", "active", "quarantined"] };

for (const status of STATUSES) {
  test(`a device that is ${status} offers what the server would do, and that alone`, () => {
    const offered = actionsOf(status, true);
    for (const [action, from] of Object.entries(FROM)) {
      assert.equal(offered.includes(action), from.includes(status), action);
    }
    assert.ok(offered.includes("edit") && offered.includes("delete"));
  });
  test(`who may only look is offered nothing for a device that is ${status}`, () => assert.deepEqual(actionsOf(status, false), []));
}

test("a standing that this page does not know offers nothing", () => assert.deepEqual(actionsOf("lost", true), []));

test("what cannot be taken back is dangerous", () => {
  assert.deepEqual(["approve", "edit", "quarantine", "release", "revoke", "delete", "end"].filter(isDangerous), ["revoke", "delete", "end"]);
});

const device = {
  name: "laptop", owner: { id: "1", username: "ada" }, users: [{ id: "2", username: "grace" }, { id: "3" }], groups: [{ id: "4", path: "/ops" }],
};
const same = { name: "laptop", owner: "ada", users: ["grace"], groups: ["/ops"] };

test("an edit sends what changed and nothing else", () => {
  assert.equal(changesOf(device, same), undefined);
  assert.deepEqual(changesOf(device, { ...same, name: "x" }), { name: "x" });
  assert.deepEqual(changesOf(device, { ...same, owner: "" }), { owner: null });
  assert.deepEqual(changesOf(device, { ...same, users: [] }), { users: [] });
  assert.deepEqual(changesOf(device, { ...same, users: ["grace", "ada"], groups: ["/ops", "/dev"] }), { users: ["grace", "ada"], groups: ["/ops", "/dev"] });
  assert.deepEqual(changesOf({ ...device, owner: undefined }, { ...same, owner: "" }), undefined);
});

test("the history names what was done by the event's path", () => {
  const event = (operationType, rest) => ({ operationType, resourcePath: `holdfast/devices/1${rest}` });
  assert.equal(happeningOf(event("ACTION", "/release")), "release");
  assert.equal(happeningOf(event("ACTION", "/registrations/2")), "end");
  assert.equal(happeningOf(event("UPDATE", "")), "edit");
  assert.equal(happeningOf(event("DELETE", "")), "delete");
  assert.equal(happeningOf(event("ACTION", "")), "other");
  assert.equal(happeningOf(event("ACTION", "/constructor")), "other");
});

test("a token's uses are a whole number from 1 to 10,000", () => {
  assert.deepEqual(["1", " 42 ", "10000"].map(usesOf), [1, 42, 10000]);
  for (const wrong of ["", "0", "10001", "-1", "1.5", "1e3", "x", "０"]) {
    assert.equal(usesOf(wrong), undefined, wrong);
  }
});

test("a token ends by its time or by its uses", () => {
  assert.equal(endOf({ expires_at: 10, uses: 1 }, 9_999), undefined);
  assert.equal(endOf({ expires_at: 10, uses: 1 }, 10_000), "expired");
  assert.equal(endOf({ expires_at: 10, uses: 0 }, 0), "usedUp");
});
