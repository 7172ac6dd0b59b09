// What a failed call of conditional access means; its words are not those of the devices' pages.

import { CallError } from "./admin-api.js";
import { el } from "./elements.js";
import { notice } from "./notices.js";

const OWN = { forbidden: "accessForbidden", missing: "accessMissing", conflict: "accessConflict", changed: "accessChanged", absent: "accessAbsent" };

/** The same error in this page's words. */
export function worded(error) {
  return error instanceof CallError && OWN[error.kind]
    ? Object.assign(new CallError(OWN[error.kind], error.detail, error.fields, error.body), { status: error.kind })
    : error;
}

/** In place of what could not be loaded. A realm that an earlier version set up knows no policies until it is set up again. */
export function failureOf(app, error, again, notSetUp = false) {
  const { t, realm } = app;
  if (notSetUp && error.kind === "missing") {
    return notice({ kind: "empty", title: t("accessNotSetUp"), text: t("explainAccessNotSetUp", { realm }) });
  }
  return app.failure(worded(error), error.kind === "missing" ? undefined : again);
}

/** A sentence at the place of an action that failed. */
export function said(t, error) {
  const known = worded(error);
  const kind = known instanceof CallError ? known.kind : "server";
  if (kind === "server" && !(known instanceof CallError)) {
    console.error(known);
  }
  return [el("strong", t(`error_${kind}`)), el("p", t(`explain_${kind}`, { detail: known.detail ?? "" }))];
}

