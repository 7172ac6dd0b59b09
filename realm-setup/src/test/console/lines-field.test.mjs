import assert from "node:assert/strict";
import { test } from "node:test";
import { LinesField } from "../../main/resources/holdfast-console/lines-field.js";
import { appOf, emptyPage } from "./fake-page.mjs";

test("a text with mistakes is invalid, described by them, and valid again without them", () => {
  const body = emptyPage();
  const lines = new LinesField(appOf({}), { text: "{\n", changed: () => undefined });
  body.append(lines.element);
  const area = body.querySelector("textarea");
  assert.equal(area.getAttribute("aria-invalid"), null);
  lines.complain([{ line: 2, column: 1, message: "no JSON" }]);
  // An empty value, as toggleAttribute sets it, means "false" (WAI-ARIA 1.2).
  assert.equal(area.getAttribute("aria-invalid"), "true");
  const described = area.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent);
  assert.equal(described.length, 2);
  assert.match(described[1], /no JSON/);
  lines.complain([]);
  assert.equal(area.getAttribute("aria-invalid"), null);
});
