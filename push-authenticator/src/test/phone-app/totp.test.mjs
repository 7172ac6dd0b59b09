import assert from "node:assert/strict";
import { test } from "node:test";
import { codeAt, fromBase32, grouped, isUsable, keptCode, leftAt, otpauth } from "../../main/resources/holdfast-phone-app/totp.js";

const ascii = (text) => new TextEncoder().encode(text);

// RFC 6238 appendix B; its errata: the keys of the longer hashes are longer too.
const SECRETS = {
  SHA1: ascii("12345678901234567890"),
  SHA256: ascii("12345678901234567890123456789012"),
  SHA512: ascii("1234567890123456789012345678901234567890123456789012345678901234"),
};
const VECTORS = [
  [59, "94287082", "46119246", "90693936"],
  [1111111109, "07081804", "68084774", "25091201"],
  [1111111111, "14050471", "67062674", "99943326"],
  [1234567890, "89005924", "91819424", "93441116"],
  [2000000000, "69279037", "90698825", "38618901"],
  [20000000000, "65353130", "77737706", "47863826"],
];

for (const [seconds, ...codes] of VECTORS) {
  for (const [index, algorithm] of Object.keys(SECRETS).entries()) {
    test(`RFC 6238 appendix B: ${algorithm} at ${seconds}`, async () => {
      const kept = await keptCode({ issuer: "a", account: "b", secret: SECRETS[algorithm], algorithm, digits: 8, period: 30 });
      assert.equal(await codeAt(kept, seconds * 1000), codes[index]);
      assert.equal(await codeAt({ ...kept, digits: 6 }, seconds * 1000), codes[index].slice(2));
    });
  }
}

test("P11 a secret is kept as a key that cannot be read", async () => {
  const { key } = await keptCode({ issuer: "a", account: "b", secret: SECRETS.SHA1, algorithm: "SHA1", digits: 6, period: 30 });
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", key));
});

// RFC 4648 §10.
for (const [encoded, text] of [
  ["MY======", "f"],
  ["MZXQ====", "fo"],
  ["MZXW6===", "foo"],
  ["MZXW6YQ=", "foob"],
  ["mzxw 6ytb", "fooba"],
  ["MZXW-6YTB-OI", "foobar"],
]) {
  test(`RFC 4648 §10: ${encoded}`, () => assert.deepEqual(fromBase32(encoded), ascii(text)));
}

test("what is no base32 is no secret", () => {
  for (const text of ["", "M", "M1======", "MZXW8", "ÄÖ", "MZ,W"]) {
    assert.equal(fromBase32(text), null, text);
  }
});

test("Keycloak's own QR code is read", () => {
  const { secret, ...rest } = otpauth(
    "otpauth://totp/Acme:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=6&algorithm=SHA1&issuer=Acme&period=30",
  );
  assert.deepEqual(rest, { issuer: "Acme", account: "ada@example.com", algorithm: "SHA1", digits: 6, period: 30 });
  assert.deepEqual(secret, SECRETS.SHA1);
});

test("an otpauth address without anything else has the usual settings", () => {
  const { issuer, account, algorithm, digits, period } = otpauth("otpauth://totp/ada?secret=MZXW6YTBOI");
  assert.deepEqual({ issuer, account, algorithm, digits, period }, { issuer: "", account: "ada", algorithm: "SHA1", digits: 6, period: 30 });
});

test("what is no otpauth address of time-based codes is none", () => {
  for (const text of [
    "",
    "ada",
    "https://totp/ada?secret=MZXW6YTBOI",
    "otpauth://hotp/ada?secret=MZXW6YTBOI",
    "otpauth://totp/ada",
    "otpauth://totp/ada?secret=1",
    "otpauth://totp/%ZZ?secret=MZXW6YTBOI",
    "otpauth://totp/ada?secret=MZXW6YTBOI&digits=4",
    "otpauth://totp/ada?secret=MZXW6YTBOI&period=0",
    "otpauth://totp/ada?secret=MZXW6YTBOI&algorithm=MD5",
    "otpauth://totp/?secret=MZXW6YTBOI",
  ]) {
    assert.equal(otpauth(text), null, text);
  }
});

test("a name is needed, of the service or of the account", () => {
  const code = { issuer: "", account: "", secret: SECRETS.SHA1, algorithm: "SHA1", digits: 6, period: 30 };
  assert.equal(isUsable(code), false);
  assert.equal(isUsable({ ...code, issuer: "Acme" }), true);
  assert.equal(isUsable({ ...code, account: "ada" }), true);
});

test("the ring empties with the code's time", () => {
  assert.equal(leftAt({ period: 30 }, 0), 1);
  assert.equal(leftAt({ period: 30 }, 15_000), 0.5);
  assert.equal(leftAt({ period: 60 }, 45_000), 0.25);
});

test("codes are read in two halves", () => {
  assert.equal(grouped("123456"), "123 456");
  assert.equal(grouped("1234567"), "1234 567");
});
