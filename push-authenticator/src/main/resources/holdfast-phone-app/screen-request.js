import { ask, button, el, field, icon, ring } from "./elements.js";
import { explained } from "./failures.js";
import { RefusedError, UnreachableError } from "./realm-client.js";
import { initial } from "./screen-accounts.js";

/** What each outcome looks like, and what the history calls it. */
const ENDS = {
  approved: { kind: "good", icon: "yes", title: "approvedTitle", text: "approvedText" },
  denied: { kind: "plain", icon: "no", title: "deniedTitle", text: "deniedText" },
  reported: { kind: "bad", icon: "alert", title: "reportedTitle", text: "reportedText" },
  late: { kind: "over", icon: "clock", title: "lateTitle", text: "lateText" },
  answered: { kind: "over", icon: "clock", title: "answeredTitle", text: "answeredText" },
  mismatch: { kind: "bad", icon: "no", title: "mismatchTitle", text: "mismatchText" },
};

const REFUSED = { request_expired: "late", already_answered: "answered", number_mismatch: "mismatch" };
const SPOKEN = new Set([30, 10]);

/** One request: what the realm signed about it, and the decision. */
export async function requestScreen(app, id) {
  const { t, inbox } = app;
  await inbox.ask();
  const request = inbox.requests.find(({ claims }) => claims.jti === id);
  if (!request && inbox.isPartial) {
    return { title: t("lostTitle"), section: "accounts", node: unreached(app) };
  }
  if (!request) {
    return { title: t("lateTitle"), section: "accounts", node: ended(app, "late") };
  }
  const { account, claims, until } = request;
  const node = el("section.request");
  const left = ring();
  const leftText = el("span.left-text");
  const spoken = el("p.spoken", { role: "status" });
  const complaint = el("p.problem", { role: "alert" });
  const others = el("p.hint.centred");
  const number = field(
    t("number"),
    { class: "number", inputmode: "numeric", pattern: "[0-9]*", maxlength: 2, name: "number", enterkeyhint: "done" },
    t("numberHint"),
  );
  const approve = el("button.button.primary.big", { type: "submit" }, t("approve"));
  const deny = button("quiet.big", t("deny"), () => decide("deny"));
  const report = button("link", t("report"), () =>
    ask({ title: t("reportTitle"), text: t("reportText"), yes: t("reportYes"), no: t("cancel") }, () => decide("report")),
  );
  let busy = false;

  const hold = (on, label) => {
    busy = on;
    for (const one of [approve, deny, report, number.input]) {
      one.disabled = on;
    }
    approve.textContent = on ? label : t("approve");
  };

  const decide = async (decision) => {
    if (busy) {
      return;
    }
    const typed = number.input.value;
    if (decision === "approve" && claims.number_matching && !/^[0-9]{2}$/.test(typed)) {
      number.wrong(t("numberWrong"));
      return;
    }
    complaint.textContent = "";
    hold(true, decision === "approve" && account.credential && claims.user_verification !== "none" ? t("asking") : t("sending"));
    try {
      await finish(await app.phone.answer(account, request, decision, typed));
    } catch (error) {
      await failed(error, decision);
    }
  };

  const failed = async (error, decision) => {
    if (error instanceof RefusedError && error.code in REFUSED) {
      await finish(REFUSED[error.code]);
    } else if (error instanceof UnreachableError) {
      lost(decision);
    } else {
      hold(false);
      const unasked = error instanceof DOMException;
      const lockMissing = error.code === "user_verification_required" && !account.credential;
      complaint.textContent = unasked ? t("unasked") : lockMissing ? t("needsLock") : explained(t, error);
    }
  };

  // The answer may have arrived: from here on only the very same one is sent.
  const lost = (decision) => {
    hold(true, t("sending"));
    const resend = button("primary.big", t("resend"), () => {
      busy = false;
      actions.replaceWith(original);
      actions = original;
      decide(decision);
    });
    const original = actions;
    actions = el("div.stack", el("div.note.warn", icon("offline"), el("div", el("strong", t("lostTitle")), el("p", t("lostText")))), resend);
    original.replaceWith(actions);
    resend.focus();
  };

  const finish = async (outcome) => {
    clearInterval(timer);
    await app.store.addHistory({
      at: Date.now(),
      account: claims.account,
      label: claims.label,
      client: claims.client_name,
      place: claims.location ?? claims.ip,
      outcome,
    });
    node.replaceChildren(ended(app, outcome, claims));
    node.querySelector("h1").focus();
    inbox.settled(request);
  };

  const tick = () => {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    left.show(seconds / (claims.exp - claims.iat));
    left.node.classList.toggle("ending", seconds <= 10);
    leftText.textContent = t("seconds", { seconds });
    if (SPOKEN.has(seconds)) {
      spoken.textContent = t("secondsSpoken", { seconds });
    }
    if (seconds === 0 && !busy) {
      clearInterval(timer);
      node.replaceChildren(ended(app, "late", claims));
      node.querySelector("h1").focus();
    }
  };
  const timer = setInterval(tick, 1_000);
  tick();

  const changed = () => {
    const count = inbox.requests.length - 1;
    others.textContent = count < 1 ? "" : count === 1 ? t("moreOne") : t("more", { count });
  };
  changed();

  let actions = el(
    "form.stack.actions",
    {
      novalidate: true,
      onsubmit(event) {
        event.preventDefault();
        decide("approve");
      },
    },
    claims.number_matching && number.node,
    complaint,
    el("div.pair", deny, approve),
    report,
  );
  node.append(
    el("div.request-head", initial(claims.label), el("span", t("requestAt", claims)), el("span.left", left.node, leftText)),
    el("h1", { tabindex: -1 }, t(`purpose_${claims.purpose}`)),
    facts(app, claims),
    !claims.known_browser && el("p.note.warn", icon("alert"), el("span", t("newBrowser"))),
    actions,
    others,
    spoken,
  );
  return { title: t(`purpose_${claims.purpose}`), section: "accounts", node, changed, stop: () => clearInterval(timer), isBusy: () => busy };
}

function unreached({ t, show }) {
  return el(
    "section.ended",
    el("span.seal.over", icon("offline")),
    el("h1", { tabindex: -1 }, t("lostTitle")),
    el("p", t("error_network")),
    button("primary", t("again"), show),
    el("a.button.quiet", { href: "#/" }, t("back")),
  );
}

function facts({ t }, claims) {
  const browser = claims.browser && claims.os ? t("browserOn", claims) : (claims.browser ?? claims.os);
  const rows = [
    ["app", t("application"), claims.client_name],
    claims.binding_message && ["message", t("binding"), claims.binding_message],
    ["place", t("place"), claims.location ?? t("placeUnknown")],
    ["network", t("address"), claims.ip],
    browser && ["screen", t("browser"), browser],
  ];
  return el(
    "dl.facts",
    rows.filter(Boolean).map(([drawing, term, text]) => el("div", icon(drawing), el("dt", term), el("dd", text))),
  );
}

function ended({ t }, outcome, claims = {}) {
  const end = ENDS[outcome];
  return el(
    "div.stack.centred.ended",
    el(`span.seal.${end.kind}`, icon(end.icon)),
    el("h1", { tabindex: -1 }, t(end.title)),
    el("p", t(end.text, { client: claims.client_name ?? "" })),
    el("a.button.primary", { href: "#/" }, t("done")),
  );
}
