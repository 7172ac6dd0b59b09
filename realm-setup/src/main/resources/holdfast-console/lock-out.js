// A change that would lock people out was refused. Whoever knows better types the realm's name.

import { worded } from "./access-notices.js";
import { ask, field } from "./dialog.js";
import { el } from "./elements.js";

/** What the server says to scripts; here it is the button. */
const HOW_TO_FORCE = /;? with \?force=true[^.]*\.$/;

/** task does the same again, by force; done gets what it brought. */
export function insist(app, refusal, task, done) {
  const { t, realm } = app;
  const typed = el("input", { type: "text", autocomplete: "off", spellcheck: "false" });
  ask({
    t,
    title: t("lockOut"),
    content: [el("p.refusal", { role: "alert" }, refusal.detail.replace(HOW_TO_FORCE, ".")), el("p", t("explainLockOut")), field(t("typeRealm", { name: realm }), typed)],
    label: t("saveAnyway"),
    dangerous: true,
    check: () => (typed.value.trim() === realm ? undefined : { field: typed, text: t("wrongRealm") }),
    task: async () => {
      try {
        const made = await task();
        return () => done(made);
      } catch (error) {
        throw worded(error);
      }
    },
  });
}
