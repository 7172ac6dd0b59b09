import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isWebOrigin, sameOrigin } from "../../src/lib/origins.js";

const vectors = JSON.parse(readFileSync(new URL("../../../docs/vectors/origins.json", import.meta.url), "utf8"));

for (const { name, a, b, equal } of vectors.cases) {
  test(`A3 origins are equal character by character: ${name}`, () => {
    assert.equal(sameOrigin(a, b), equal);
    assert.equal(sameOrigin(b, a), equal);
  });
}

for (const value of [undefined, null, 7, {}, ["https://idp.example.com"]]) {
  test(`A3 ${JSON.stringify(value)} is no origin`, () => assert.equal(isWebOrigin(value), false));
}
