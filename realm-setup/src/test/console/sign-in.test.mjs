import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { challengeOf, claimsOf, Session } from "../../main/resources/holdfast-console/sign-in.js";

const PAGE = "https://idp.example.com/realms/acme/holdfast-console/";
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token endpoint and a tab in memory. */
function world({ status = 200 } = {}) {
  const kept = new Map();
  const it = { asked: [], left: [], kept, time: 1_000_000, status, count: 0 };
  it.session = new Session("https://idp.example.com/realms/acme", {
    crypto: webcrypto,
    now: () => it.time,
    leave: (url) => it.left.push(new URL(url)),
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value), removeItem: (key) => kept.delete(key) },
    fetch: async (url, { body }) => {
      it.asked.push({ url, ...Object.fromEntries(body) });
      it.count++;
      return new Response(JSON.stringify({
        access_token: `access-${it.count}`, refresh_token: `refresh-${it.count}`, expires_in: 60,
        ...(it.count === 1 ? { id_token: `h.${part({ name: "Ada Löwe" })}.s` } : {}),
      }), { status: it.status });
    },
  });
  it.signIn = async () => {
    await it.session.begin(PAGE, "?#/tokens", "de");
    const state = it.left.at(-1).searchParams.get("state");
    return it.session.finish(`?${new URLSearchParams({ state, code: "code" })}`);
  };
  return it;
}

test("RFC 7636 appendix B: the challenge of the standard's verifier", async () => {
  assert.equal(await challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", webcrypto), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

test("RFC 7636 section 4: the request bears the S256 challenge and never the verifier, which the token request sends", async () => {
  const it = world();
  assert.equal(await it.signIn(), "?#/tokens");
  const [request] = it.left;
  const [token] = it.asked;
  assert.equal(request.searchParams.get("code_challenge_method"), "S256");
  assert.equal(request.searchParams.get("code_challenge"), await challengeOf(token.code_verifier, webcrypto));
  assert.equal(request.href.includes(token.code_verifier), false);
  assert.equal(request.searchParams.get("redirect_uri"), token.redirect_uri);
  assert.equal(request.searchParams.get("ui_locales"), "de");
  assert.equal(it.session.name, "Ada Löwe");
});

test("nothing waits in the tab's storage after the sign-in, and no token ever", async () => {
  const it = world();
  await it.signIn();
  assert.equal(it.kept.size, 0);
});

test("RFC 9700 section 4.7: an answer with another state, or that nobody asked for, is not taken", async () => {
  const it = world();
  assert.equal(await it.session.finish("?state=x&code=stolen"), undefined);
  await it.session.begin(PAGE, "?#/devices", "en");
  assert.equal(await it.session.finish("?state=x&code=stolen"), undefined);
  assert.equal(it.asked.length, 0);
});

test("a refused sign-in is told, not tried for ever", async () => {
  const it = world();
  await it.session.begin(PAGE, "?#/devices", "en");
  const state = it.left[0].searchParams.get("state");
  await assert.rejects(it.session.finish(`?error=access_denied&state=${state}`), { kind: "refused" });
});

test("a token is used until shortly before its end, then one refresh serves all that wait", async () => {
  const it = world();
  await it.signIn();
  it.time += 39_000;
  assert.equal(await it.session.accessToken(), "access-1");
  it.time += 2_000;
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => it.session.accessToken())), ["access-2", "access-2", "access-2"]);
  assert.equal(it.asked.at(-1).refresh_token, "refresh-1");
  it.time += 41_000;
  await it.session.accessToken();
  assert.equal(it.asked.at(-1).refresh_token, "refresh-2");
  assert.equal(it.session.name, "Ada Löwe");
});

test("a refused refresh is the end of the session, a failing server is not", async () => {
  const it = world();
  await it.signIn();
  it.time += 60_000;
  it.status = 400;
  await assert.rejects(it.session.accessToken(), { kind: "session" });
  it.status = 503;
  await assert.rejects(it.session.accessToken(), { kind: "server" });
  it.status = 200;
  assert.match(await it.session.accessToken(), /^access-/);
});

test("signing out sends the refresh token in the body and forgets all of them", async () => {
  const it = world();
  await it.signIn();
  await it.session.end();
  assert.match(it.asked.at(-1).url, /\/logout$/);
  assert.equal(it.asked.at(-1).refresh_token, "refresh-1");
  it.status = 400;
  await assert.rejects(it.session.accessToken(), { kind: "session" });
});

test("claims are read as UTF-8", () => assert.equal(claimsOf(`h.${part({ name: "Grüße 🚀" })}.s`).name, "Grüße 🚀"));
