// The language chooser of the stock page, without its inline handler.

const chooser = document.getElementById("login-select-toggle");

chooser?.addEventListener("change", () => {
  const target = new URL(chooser.value, location.href);
  if (target.origin === location.origin) {
    location.assign(target);
  }
});
