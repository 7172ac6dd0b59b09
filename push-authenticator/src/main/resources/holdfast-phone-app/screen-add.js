import { askToBeWoken, canBeWoken, subscribe } from "./wake-up.js";
import { button, el, field, icon } from "./elements.js";
import { explained } from "./failures.js";
import { enrolmentLink, groupedKey, oneTimeKey } from "./messages.js";
import { isInstalled, isIos, platform, usualName } from "./platform.js";
import { canScan, scanner } from "./scanner.js";
import { backLink } from "./screen-accounts.js";

/** What takes longer is made good once the account is active. */
const WAIT_FOR_PUSH = 2_500;

/** Adding an account: by the camera, by a typed code, or by the link that the phone's own camera opened. */
export async function addScreen(app, opened) {
  const { t } = app;
  const scans = await canScan();
  const heading = el("h1", { tabindex: -1 }, t("addTitle"));
  const body = el("div.stack");
  const node = el("section", backLink(app), heading, body);
  let camera;
  const stopCamera = () => {
    camera?.stop();
    camera = undefined;
  };

  const take = (link) => {
    stopCamera();
    if (link.exp && link.exp * 1000 < Date.now()) {
      choose(t("linkOver"));
    } else if (new URL(link.app).origin !== location.origin) {
      elsewhere(link);
    } else if (isIos && !isInstalled()) {
      iosFirst(link);
    } else {
      form(link);
    }
  };

  const choose = (problem) => {
    const view = el("div");
    const complaint = el("p.problem", { role: "alert" }, problem ?? "");
    const openCamera = () => {
      complaint.textContent = "";
      camera = scanner({ label: t("scanText"), read: enrolmentLink, found: take });
      view.replaceChildren(
        camera.node,
        el("p.hint", t("scanText")),
        button("quiet", t("scanStop"), () => {
          stopCamera();
          choose();
        }),
      );
      camera.started.catch(() => {
        stopCamera();
        choose(t("noCamera"));
      });
    };
    view.append(
      scans
        ? button("primary.big", [icon("camera"), t("scan")], openCamera)
        : el("p.note", icon("camera"), el("span", t("noScanner"))),
    );
    body.replaceChildren(
      complaint,
      view,
      el("p.or", el("span", t("orType"))),
      typed(),
      el("a.button.quiet", { href: "#/codes/add" }, t("addCode")),
    );
  };

  const typed = () => {
    const code = field(
      t("code"),
      { class: "mono", autocapitalize: "characters", spellcheck: "false", placeholder: "XXXX-XXXX-XXXX-XXXX", name: "code" },
      t("codeHint"),
    );
    const submit = async (event) => {
      event.preventDefault();
      const link = enrolmentLink(code.input.value);
      const key = oneTimeKey(code.input.value);
      if (link) {
        take(link);
      } else if (key && app.realm) {
        stopCamera();
        form({ key, iss: app.realm, app: app.home });
      } else {
        code.wrong(t("codeWrong"));
      }
    };
    return el("form.stack", { onsubmit: submit, novalidate: true }, code.node, submitButton(t("enrol")));
  };

  const elsewhere = (link) => {
    const { host } = new URL(link.app);
    heading.textContent = t("elsewhereTitle");
    const there = `${link.app}#enrol=${link.key}&exp=${link.exp}&iss=${encodeURIComponent(link.iss)}`;
    body.replaceChildren(
      el("p", t("elsewhereText", { host })),
      el("a.button.primary", { href: there, rel: "noopener" }, t("elsewhereOpen", { host })),
      el("a.button.quiet", { href: "#/" }, t("cancel")),
    );
  };

  const iosFirst = (link) => {
    const copy = async () => {
      await navigator.clipboard.writeText(groupedKey(link.key));
      app.say(t("copied"));
    };
    body.replaceChildren(
      el("p.note", icon("phone"), el("span", t("installIos"))),
      el("p", t("iosFirst")),
      el("p.big-code.mono", groupedKey(link.key)),
      button("primary", [icon("copy"), t("copyCode")], copy),
      button("quiet", t("hereAnyway"), () => form(link)),
    );
  };

  const form = (link) => {
    const name = field(t("phoneName"), { value: usualName, maxlength: 64, name: "name" }, t("phoneNameHint"));
    const wake = el("input", { type: "checkbox", checked: true, name: "wake" });
    const complaint = el("p.problem", { role: "alert" });
    const go = submitButton(t("enrol"));
    const submit = async (event) => {
      event.preventDefault();
      if (go.disabled) {
        return;
      }
      go.disabled = true;
      go.textContent = t("enrolling");
      complaint.textContent = "";
      try {
        // Before anything else: iOS wants it at once after the tap.
        const woken = wake.checked && (await askToBeWoken());
        const account = await app.phone.enrol({
          iss: link.iss,
          key: link.key,
          name: name.input.value.trim() || usualName,
          platform,
          wake: woken,
          subscribe: ({ app_uri: home, application_server_key: key }) => subscribe(home, key, WAIT_FOR_PUSH),
        });
        app.go(`#/confirm/${account.phone}`);
      } catch (error) {
        complaint.textContent = explained(t, error);
        go.disabled = false;
        go.textContent = t("enrol");
      }
    };
    body.replaceChildren(
      el("p.note", icon("yes"), el("span", t("codeRead", { realm: nameOf(link.iss) }))),
      el(
        "form.stack",
        { onsubmit: submit, novalidate: true },
        name.node,
        canBeWoken() && el("label.check", wake, el("span", t("wakeMe"))),
        complaint,
        go,
        el("a.button.quiet", { href: "#/" }, t("cancel")),
      ),
    );
  };

  if (opened) {
    take(opened);
  } else {
    choose();
  }
  return { title: t("addTitle"), section: "accounts", node, stop: stopCamera };
}

/** The realm as its address says it, until it says its own name. */
const nameOf = (iss) => `${new URL(iss).host} (${decodeURIComponent(iss.split("/").at(-1))})`;

export const submitButton = (label) => el("button.button.primary", { type: "submit" }, label);
