// Where a realm without policies begins: three that nobody regrets, in report mode.

import { accessPage, NEW } from "./access-address.js";
import { accessPaths } from "./access-api.js";
import { failureOf } from "./access-notices.js";
import { busyWhile, el } from "./elements.js";
import { button, toast } from "./notices.js";
import { newPolicy } from "./policy-document.js";

/** Their names and descriptions are texts of the page: recipe_{key} and recipeText_{key}. */
export const RECIPES = {
  admins: (t) => ({
    ...recipe(t("recipe_admins"), t("recipeText_admins"), 100),
    type: "admin_portal",
    effect: { action: "allow", obligations: { mfa: { required: true }, session: { maxAge: 3600 } } },
  }),
  elsewhere: (t) => ({
    ...recipe(t("recipe_elsewhere"), t("recipeText_elsewhere"), 200),
    conditions: { not: { locationIn: { private: true } } },
    effect: { action: "allow", obligations: { mfa: { required: true } } },
  }),
  risk: (t) => ({
    ...recipe(t("recipe_risk"), t("recipeText_risk"), 300),
    conditions: { risk: { atLeast: "high" } },
    onMissing: "skip",
    effect: { action: "deny", custom_error_message: { enabled: true, message: t("recipeMessage_risk") } },
  }),
};

const recipe = (name, description, priority) => ({ ...newPolicy(priority), name, description });

/** In place of the list where there is no policy yet. */
export function startingPoint(app) {
  const { t, abilities, api, realm } = app;
  const add = (key, pressed) => busyWhile(pressed, async () => {
    try {
      const made = await api.send("POST", accessPaths.policy(realm), RECIPES[key](t));
      app.go(accessPage(realm, "policies", made.id));
      toast(t("recipeAdded", { name: made.name }));
    } catch (error) {
      pressed.closest("li").replaceChildren(failureOf(app, error, () => app.go(accessPage(realm))));
    }
  });
  return el(
    "section.starting",
    el("div.notice.notice-empty", el("span.notice-mark", { "aria-hidden": "true" }), el("h2", { tabindex: "-1" }, t("noPolicies")), el("p", t("noPoliciesText"))),
    abilities.manage ? el("ul.recipes", Object.keys(RECIPES).map((key) => el("li.card",
      el("h3", t(`recipe_${key}`)), el("p", t(`recipeText_${key}`)),
      button(t("addInReport"), (event) => add(key, event.currentTarget), "secondary", { "aria-label": t("addRecipe", { name: t(`recipe_${key}`) }) })))) : null,
    abilities.manage ? el("p.own", button(t("beginEmpty"), () => app.go(accessPage(realm, "policies", NEW)), "link")) : null,
  );
}
