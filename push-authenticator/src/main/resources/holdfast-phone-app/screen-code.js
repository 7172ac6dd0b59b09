import { ask, button, el, field, icon } from "./elements.js";
import { canScan, scanner } from "./scanner.js";
import { backLink } from "./screen-accounts.js";
import { submitButton } from "./screen-add.js";
import { fromBase32, isUsable, keptCode, otpauth } from "./totp.js";

/** Adding codes of another service, or of Keycloak's own one-time passwords. */
export async function addCodeScreen(app) {
  const { t } = app;
  const scans = await canScan();
  let camera;
  const view = el("div");
  const complaint = el("p.problem", { role: "alert" });
  const service = field(t("service"), { name: "service", maxlength: 64 });
  const user = field(t("user"), { name: "user", maxlength: 128, autocapitalize: "none" });
  const secret = field(t("secret"), { class: "mono", name: "secret", autocapitalize: "characters", spellcheck: "false" }, t("secretHint"));
  const algorithm = choice(t("algorithm"), ["SHA1", "SHA256", "SHA512"]);
  const digits = choice(t("digits"), ["6", "7", "8"]);
  const period = choice(t("period"), ["30", "60"]);

  const stop = () => {
    camera?.stop();
    camera = undefined;
  };
  const keep = async (described, former) => {
    await app.store.putCode(await keptCode(described));
    if (former) {
      await app.store.deleteCode(former.id);
      app.say(t("codeReplaced", { name: nameOf(former) }));
    }
    app.go("#/");
  };
  // Codes of the same name would stand beside each other, and the old ones work nowhere once the service took the new.
  const save = async (described) => {
    stop();
    const former = (await app.store.codes()).find(
      ({ issuer, account }) => issuer === described.issuer && account === described.account,
    );
    if (!former) {
      await keep(described);
      return;
    }
    const name = nameOf(former);
    ask(
      { title: t("codeReplaceTitle", { name }), text: t("codeReplaceText"), yes: t("replace"), no: t("cancel") },
      () => keep(described, former),
      closed,
    );
  };
  const openCamera = () => {
    complaint.textContent = "";
    camera = scanner({ label: t("scanText"), read: otpauth, found: save });
    view.replaceChildren(camera.node, el("p.hint", t("scanText")), button("quiet", t("scanStop"), closed));
    camera.started.catch(() => {
      complaint.textContent = t("noCamera");
      closed();
    });
  };
  const closed = () => {
    stop();
    view.replaceChildren(
      ...(scans ? [button("quiet.big", [icon("camera"), t("scan")], openCamera), el("p.or", el("span", t("orType")))] : []),
    );
  };
  closed();

  const submit = async (event) => {
    event.preventDefault();
    const link = otpauth(secret.input.value);
    const described = link ?? {
      issuer: service.input.value.trim(),
      account: user.input.value.trim(),
      secret: fromBase32(secret.input.value),
      algorithm: algorithm.value(),
      digits: Number(digits.value()),
      period: Number(period.value()),
    };
    if (!described.secret) {
      secret.wrong(t("secretWrong"));
    } else if (!isUsable(described)) {
      service.wrong(t("nameMissing"));
    } else {
      await save(described);
    }
  };
  const node = el(
    "section",
    backLink(app),
    el("h1", { tabindex: -1 }, t("codeTitle")),
    el("p", t("codeIntro")),
    view,
    complaint,
    el(
      "form.stack",
      { onsubmit: submit, novalidate: true },
      service.node,
      user.node,
      secret.node,
      el("details", el("summary", t("advanced")), el("div.stack", algorithm.node, digits.node, period.node)),
      submitButton(t("saveCode")),
    ),
  );
  return { title: t("codeTitle"), section: "accounts", node, stop };
}

/** One code account, to take it away. */
export async function codeScreen(app, id) {
  const { t } = app;
  const code = (await app.store.codes()).find((one) => one.id === id);
  if (!code) {
    app.go("#/");
    return { title: t("codes"), section: "accounts", node: el("section") };
  }
  const name = nameOf(code);
  const remove = async () => {
    await app.store.deleteCode(id);
    app.say(t("removed", { account: name }));
    app.go("#/");
  };
  const rows = [
    code.account && [t("user"), code.account],
    [t("digits"), code.digits],
    [t("period"), code.period],
    [t("since"), new Intl.DateTimeFormat(app.language, { dateStyle: "long" }).format(code.created)],
  ];
  const node = el(
    "section",
    backLink(app),
    el("h1", { tabindex: -1 }, name),
    el("dl.facts.plain", rows.filter(Boolean).map(([term, text]) => el("div", el("dt", term), el("dd", String(text))))),
    button("danger-quiet", [icon("bin"), t("codeRemove", { name })], () =>
      ask({ title: t("codeRemoveTitle", { name }), text: t("codeRemoveText"), yes: t("remove"), no: t("cancel") }, remove),
    ),
  );
  return { title: name, section: "accounts", node };
}

const nameOf = ({ issuer, account }) => issuer || account;

function choice(label, values) {
  const select = el("select", { "aria-label": label }, values.map((value) => el("option", { value }, value)));
  return { node: el("label.choice", el("span", label), select), value: () => select.value };
}
