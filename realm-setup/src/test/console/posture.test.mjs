import assert from "node:assert/strict";
import { test } from "node:test";
import { factText, reasonText } from "../../main/resources/holdfast-console/posture.js";
import { translator } from "../../main/resources/holdfast-console/texts.js";

const t = translator("en");

for (const [name, fact, text] of [
  ["disk_encrypted", { value: true }, "Yes"],
  ["firewall", { value: false }, "No"],
  ["screen_lock_seconds", { value: 3600 }, "3,600 seconds"],
  ["pending_updates", { value: 1200 }, "1,200"],
  ["kernel", { value: "6.1.0-18-amd64" }, "6.1.0-18-amd64"],
  ["firewall", { unknown: "needs_root" }, "Unknown: only root can see it"],
  ["firewall", { unknown: "moon_phase" }, "Unknown: moon_phase"],
]) {
  test(`the fact ${name} ${JSON.stringify(fact)} reads "${text}"`, () => assert.equal(factText(t, "en", name, fact), text));
}

test("a reason that only agents of other makers know is shown as it came", () => {
  assert.equal(reasonText(t, "stale"), "the report is too old");
  assert.equal(reasonText(t, "moon_phase"), "moon_phase");
});
