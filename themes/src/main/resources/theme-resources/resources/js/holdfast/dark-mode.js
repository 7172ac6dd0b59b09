// Follows the system's colour scheme, as the stock login page does.

const className = document.documentElement.dataset.darkModeClass;
const scheme = window.matchMedia("(prefers-color-scheme: dark)");

function follow() {
  document.documentElement.classList.toggle(className, scheme.matches);
}

if (className) {
  follow();
  scheme.addEventListener("change", follow);
}
