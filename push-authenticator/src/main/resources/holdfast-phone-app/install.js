// The hint to put the app on the home screen. Android and desktops let a button do it, iOS wants its own menu.

import { button, el, icon } from "./elements.js";
import { isInstalled, isIos } from "./platform.js";

let offered;

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offered = event;
  dispatchEvent(new Event("holdfast-installable"));
});

export function installHint({ t, show }) {
  if (isInstalled() || !(offered || isIos)) {
    return null;
  }
  const install = async () => {
    await offered.prompt();
    offered = undefined;
    show();
  };
  return el(
    "aside.hint-card",
    icon("phone"),
    el(
      "div",
      el("strong", t("installTitle")),
      el("p", offered ? t("installText") : t("installIos")),
      offered && button("small", t("install"), install),
    ),
  );
}
