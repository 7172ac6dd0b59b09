// What went wrong with a question to the record, in its own words.

import { button, notice } from "./notices.js";

/** Who may not look is told what it takes, which is a role; everything else is as on the other pages. */
export function recordFailure(app, error, again, other, role = "view-events") {
  const { t, realm } = app;
  if (error.kind === "forbidden") {
    return notice({ kind: "problem", title: t("recordForbidden"), text: t("explainRecordForbidden", { realm, role }), buttons: [other].filter(Boolean) });
  }
  if (error.kind === "missing") {
    return notice({ kind: "empty", title: t("recordMissing"), text: t("explainRecordMissing"), buttons: [other ?? button(t("again"), again)] });
  }
  return app.failure(error, again, other);
}
