import assert from "node:assert/strict";
import { test } from "node:test";
import { listOf } from "../../main/resources/holdfast-console/address.js";
import { AdminApi, CallError, groupPaths, paths } from "../../main/resources/holdfast-console/admin-api.js";

const session = { accessToken: async () => "now", freshAccessToken: async () => "fresh" };
const answer = (status, body) => new Response(body === undefined ? null : JSON.stringify(body), { status });

test("paths escape what they are given", () => {
  assert.equal(paths.device("a/b", "../x?y"), "/admin/realms/a%2Fb/holdfast/devices/..%2Fx%3Fy");
  assert.equal(
    paths.devices("acme", listOf("acme", { search: "a&max=1", after: "x&y", max: 50 })),
    "/admin/realms/acme/holdfast/devices?search=a%26max%3D1&after=x%26y&max=50",
  );
  assert.equal(paths.devices("acme", listOf("acme", { end: true })), "/admin/realms/acme/holdfast/devices?end=true&max=20");
  assert.equal(paths.count("acme", listOf("acme")), "/admin/realms/acme/holdfast/devices/count");
  assert.equal(paths.history("acme", "id"), "/admin/realms/acme/holdfast/history/id");
});

test("the token goes into a header, and no cookie with it", async () => {
  const calls = [];
  const api = new AdminApi("/auth", session, async (...call) => {
    calls.push(call);
    return answer(200, { count: 3 });
  });
  assert.deepEqual(await api.get("/admin/realms/acme/holdfast/devices/count"), { count: 3 });
  const [[url, options]] = calls;
  assert.equal(url, "/auth/admin/realms/acme/holdfast/devices/count");
  assert.equal(options.headers.Authorization, "Bearer now");
  assert.equal(options.credentials, "omit");
});

for (const [link, hasPrevious, hasNext] of [
  [undefined, false, false],
  ['<?after=x&max=20>; rel="next"', false, true],
  ['<?after=x>; rel="next", <?before=y>; rel="prev"', true, true],
]) {
  test(`a page of a list tells whether there are others beside it: ${link}`, async () => {
    const api = new AdminApi("", session, async () => new Response("[1]", { headers: link ? { Link: link } : {} }));
    assert.deepEqual(await api.page("/x"), { items: [1], hasPrevious, hasNext });
  });
}

test("a token that the server calls expired is renewed once, and then the session is over", async () => {
  const tokens = [];
  const api = new AdminApi("", session, async (url, { headers }) => {
    tokens.push(headers.Authorization);
    return answer(401);
  });
  await assert.rejects(api.get("/x"), { kind: "session" });
  assert.deepEqual(tokens, ["Bearer now", "Bearer fresh"]);
});

for (const [status, kind] of [[400, "invalid"], [403, "forbidden"], [404, "missing"], [409, "conflict"], [500, "server"], [503, "server"]]) {
  test(`an answer ${status} is told as ${kind}, with the server's sentence`, async () => {
    const api = new AdminApi("", session, async () => answer(status, { error_description: "why" }));
    await assert.rejects(api.send("POST", "/x", {}), (error) => error instanceof CallError && error.kind === kind && error.detail === "why");
  });
}

test("an error page that is no JSON is an error all the same", async () => {
  const api = new AdminApi("", session, async () => new Response("<html>", { status: 502 }));
  await assert.rejects(api.get("/x"), { kind: "server", detail: "" });
});

test("no connection is told as such, and a stopped call stays a stopped call", async () => {
  const failing = (error) => new AdminApi("", session, () => Promise.reject(error));
  await assert.rejects(failing(new TypeError("failed")).get("/x"), { kind: "network" });
  await assert.rejects(failing(new DOMException("stop", "AbortError")).get("/x"), { name: "AbortError" });
});

test("groups are named by their paths, subgroups too", () => {
  assert.deepEqual(groupPaths([{ path: "/a", subGroups: [{ path: "/a/b", subGroups: [{ path: "/a/b/c" }] }] }, { path: "/d" }]),
    ["/a", "/a/b", "/a/b/c", "/d"]);
});
