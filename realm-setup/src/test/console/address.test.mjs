import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, listOf, placeOf, serverOf } from "../../main/resources/holdfast-console/address.js";

const ID = "0d7c7b0e-9c1a-4f6e-8f0a-5f2f6f0c1a11";
const read = (address) => {
  const at = address.indexOf("#");
  return placeOf(address.slice(0, at), address.slice(at));
};

test("the page finds its server and realm in its own path, under a path of the server too", () => {
  assert.deepEqual(serverOf("/realms/acme/holdfast-console/"), { base: "", realm: "acme" });
  assert.deepEqual(serverOf("/auth/realms/a%20b/holdfast-console/"), { base: "/auth", realm: "a b" });
  assert.throws(() => serverOf("/realms/acme/holdfast-console"));
});

for (const place of [
  listOf("acme"),
  listOf("", { search: "Ada’s <laptop> & 100% #1?", status: "quarantined", assurance: "attested", user: ID, after: ID, line: 121, max: 100 }),
  listOf("acme", { before: ID, line: 0 }),
  listOf("acme", { end: true, line: 0 }),
  { realm: "a b/c", view: "device", id: ID },
  { realm: "", view: "tokens" },
  { realm: "acme", view: "settings" },
  { realm: "acme", view: "push" },
]) {
  test(`an address leads back to its place: ${addressOf(place)}`, () => assert.deepEqual(read(addressOf(place)), place));
}

for (const [what, hash] of Object.entries({
  "no fragment": "",
  "a view that there is not": "#/keys",
  "a device that is no id": "#/devices/../realms",
  "filters that there are not": "#/devices?status=lost&assurance=iron&user=ada&max=7",
  "pages that begin nowhere": "#/devices?after=ada&before=x&line=3&max=x",
})) {
  test(`what the address does not say rightly is the list's start: ${what}`, () =>
    assert.deepEqual(placeOf("", hash), listOf("")));
}

test("a line that nobody can have counted is an unknown one", () => {
  for (const line of ["-1", "1.5", "1e9", "x", ""]) {
    assert.equal(placeOf("", `#/devices?after=${ID}&line=${line}`).line, 0, line);
  }
});
