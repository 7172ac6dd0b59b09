import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  answerChallenge,
  commonClaims,
  enrolmentChallenge,
  enrolmentHeader,
  enrolmentLink,
  fromBase64Url,
  groupedKey,
  header,
  keyIdOf,
  newPhoneKey,
  oneTimeKey,
  phoneName,
  requestHash,
  sign,
  thumbprint,
  toBase64Url,
  UntrustedError,
  verifiedRequest,
} from "../../main/resources/holdfast-phone-app/messages.js";

const casesOf = (name) =>
  JSON.parse(readFileSync(new URL(`../../../../docs/vectors/${name}`, import.meta.url), "utf8")).cases;
const messages = casesOf("push-messages.json");
const isRequest = ({ typ }) => typ === "holdfast-push-request+jwt";
const json = (part) => JSON.parse(new TextDecoder().decode(fromBase64Url(part)));
const ES256 = { name: "ECDSA", namedCurve: "P-256" };
const publicOf = ({ x, y }) => ({ kty: "EC", crv: "P-256", x, y });
const imported = ({ d, ...jwk }, uses) =>
  crypto.subtle.importKey("jwk", { ...publicOf(jwk), ...(d ? { d } : {}) }, ES256, false, uses);

async function isSignedBy(jwk, compact) {
  const [head, claims, signature] = compact.split(".");
  const key = await imported(publicOf(jwk), ["verify"]);
  const signed = new TextEncoder().encode(`${head}.${claims}`);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromBase64Url(signature), signed);
}

for (const { name, typed, key } of casesOf("push-codes.json")) {
  test(`vector of codes: ${name}`, () => assert.equal(oneTimeKey(typed), key));
}

for (const { name, otk, jkt, request, request_hash: hash, decision, number, challenge } of casesOf("push-challenges.json")) {
  test(`vector of challenges: ${name}`, async () => {
    if (otk) {
      assert.equal(toBase64Url(await enrolmentChallenge(otk, jkt)), challenge);
      return;
    }
    const made = await requestHash(request);
    assert.equal(toBase64Url(made), hash);
    assert.equal(toBase64Url(await answerChallenge(made, decision, number)), challenge);
  });
}

for (const { name, typ, private_jwk: jwk, jkt, header: head, claims, compact } of messages) {
  test(`vector of messages: ${name}`, async () => {
    const [signedHead, signedClaims] = compact.split(".");
    assert.deepEqual(json(signedHead), head);
    assert.deepEqual(json(signedClaims), claims);
    assert.equal(await thumbprint(jwk), jkt);
    assert.ok(await isSignedBy(jwk, compact));

    const kind = /^holdfast-push-(\w+)\+jwt$/.exec(typ)[1];
    const ours = kind === "enrol" ? enrolmentHeader(publicOf(jwk)) : header(kind, jkt);
    assert.deepEqual(ours, head);
    const made = await sign(ours, claims, await imported(jwk, ["sign"]));
    assert.ok(await isSignedBy(jwk, made));
    assert.deepEqual(json(made.split(".")[1]), claims);
  });
}

test("a message's own claims: its kind of sender, a text of 22 characters as id, whole seconds", () => {
  const claims = commonClaims(phoneName("5f0c7a52-0b3d-4c1e-9a54-2f6f0d9c1b77"), "https://a/b", "n");
  assert.deepEqual(Object.keys(claims), ["iss", "aud", "iat", "jti", "nonce"]);
  assert.match(claims.jti, /^[A-Za-z0-9_-]{22}$/);
  assert.ok(Number.isInteger(claims.iat));
  assert.notEqual(claims.jti, commonClaims("a", "b", "c").jti);
});

test("P2 the phone's private key cannot be exported", async () => {
  const { privateKey, jwk, jkt } = await newPhoneKey();
  assert.equal(privateKey.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("pkcs8", privateKey));
  assert.deepEqual(Object.keys(jwk).sort(), ["crv", "kty", "x", "y"]);
  assert.equal(await thumbprint(jwk), jkt);
});

const vector = messages.find(isRequest);
const PHONE = vector.claims.aud[0].replace("urn:holdfast:phone:", "");
const whom = (changes = {}) => ({
  iss: vector.claims.iss,
  phone: PHONE,
  keys: [{ ...publicOf(vector.private_jwk), kid: vector.jkt }],
  now: vector.claims.iat + 1,
  ...changes,
});
const resigned = async (claims, head = vector.header) =>
  sign(head, { ...vector.claims, ...claims }, await imported(vector.private_jwk, ["sign"]));

test("a request of the realm for this phone is believed", async () => {
  assert.equal(keyIdOf(vector.compact), vector.jkt);
  assert.deepEqual(await verifiedRequest(vector.compact, whom()), vector.claims);
});

test("A41 a request that the realm did not sign is shown to nobody", async () => {
  const other = await newPhoneKey();
  const forged = await sign(vector.header, vector.claims, other.privateKey);
  const [head, , signature] = vector.compact.split(".");
  const changed = toBase64Url(new TextEncoder().encode(JSON.stringify({ ...vector.claims, client_name: "Bank" })));
  const wrongs = [
    [forged, whom()],
    [`${head}.${changed}.${signature}`, whom()],
    [vector.compact, whom({ keys: [] })],
    [vector.compact, whom({ keys: [{ ...other.jwk, kid: vector.jkt }] })],
    [vector.compact, whom({ iss: "https://idp.example.com/realms/other" })],
    [vector.compact, whom({ phone: "00000000-0b3d-4c1e-9a54-2f6f0d9c1b77" })],
    [vector.compact, whom({ now: vector.claims.exp })],
    [await resigned({}, { ...vector.header, alg: "none" }), whom()],
    [await resigned({}, { ...vector.header, typ: "JWT" }), whom()],
    [await resigned({}, { ...vector.header, crit: ["b64"] }), whom()],
    ["", whom()],
    ["a.b", whom()],
    ["a.b.c", whom()],
  ];
  for (const [compact, to] of wrongs) {
    await assert.rejects(verifiedRequest(compact, to), UntrustedError);
  }
});

for (const [name, value] of Object.entries({
  jti: "1",
  iat: "1",
  exp: 1.5,
  purpose: "other",
  user_verification: true,
  number_matching: "true",
  known_browser: undefined,
  account: undefined,
  client_name: 7,
  ip: {},
  location: 1,
  browser: null,
  binding_message: [],
})) {
  test(`a request whose ${name} is of the wrong kind is none`, async () => {
    await assert.rejects(verifiedRequest(await resigned({ [name]: value }), whom()), UntrustedError);
  });
}

test("a request without what may be absent is one", async () => {
  const bare = await resigned({ location: undefined, browser: undefined, os: undefined });
  assert.equal((await verifiedRequest(bare, whom())).jti, vector.claims.jti);
});

const ISS = "https://idp.example.com/realms/acme";
const link = (iss, key = "7Q2ZK9M4XWBT6HRC", app = `${ISS}/push-mfa/app/`) =>
  `${app}#enrol=${key}&exp=1796957000&iss=${encodeURIComponent(iss)}`;

test("a QR code names app, realm, key and end", () => {
  assert.deepEqual(enrolmentLink(link(ISS)), {
    app: `${ISS}/push-mfa/app/`,
    iss: ISS,
    key: "7Q2ZK9M4XWBT6HRC",
    exp: 1796957000,
  });
  assert.equal(groupedKey("7Q2ZK9M4XWBT6HRC"), "7Q2Z-K9M4-XWBT-6HRC");
});

test("a QR code of anything else is none", () => {
  const nones = [
    "",
    "7Q2ZK9M4XWBT6HRC",
    "https://example.com/",
    link(""),
    link("javascript:alert(1)"),
    link("http://idp.example.com/realms/acme"),
    link("https://user@idp.example.com/realms/acme"),
    link("https://idp.example.com/realms/acme?x"),
    link("https://idp.example.com/realms/acme#x"),
    link("https://IDP.example.com/realms/acme"),
    link(ISS, "7Q2Z"),
    link(ISS, "7Q2ZK9M4XWBT6HRC", "javascript:alert(1)//"),
    link(ISS, "7Q2ZK9M4XWBT6HRC", "http://example.com/"),
  ];
  for (const none of nones) {
    assert.equal(enrolmentLink(none), null, none);
  }
});
