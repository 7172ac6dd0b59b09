// Waits until the phone has answered, then posts the form: only there the answer counts.

const form = document.getElementById("holdfast-push");
const status = document.getElementById("holdfast-status");
const PAUSE = 2000;

function goOn() {
  // Not requestSubmit: the form has nothing to check, and its button is for people.
  form.submit();
}

async function ask() {
  try {
    const answer = await fetch(form.dataset.wait, { cache: "no-store", credentials: "omit", redirect: "error" });
    return answer.ok ? (await answer.json()).state : "expired";
  } catch {
    // The network is away: the next try is soon.
    return "unheard";
  }
}

async function wait() {
  for (;;) {
    const state = await ask();
    if (state === "decided" || state === "expired") {
      status.textContent = status.dataset.answered;
      goOn();
      return;
    }
    if (state !== "waiting") {
      // The page comes anew and says so; then it has been told, and goes on asking.
      if (state === "unreachable" && !form.dataset.told) {
        goOn();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
}

wait();
