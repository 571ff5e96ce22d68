// Small behaviours of the desk's pages, each bound to an attribute. Every page works without them.

const THEME_KEY = "theme";

function showTheme() {
  const chosen = localStorage.getItem(THEME_KEY);
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}

function bindThemeSwitch(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem(THEME_KEY, document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    showTheme();
  });
}

/** The menu is open in the page as sent, for those without scripts; on a narrow screen it starts closed. */
function foldMenu(menu) {
  if (matchMedia("(max-width: 900px)").matches) menu.open = false;
}

/** Sends the form when a choice in it changes, and hides the button that others press. */
function bindAutoSubmit(form) {
  form.querySelectorAll("[data-without-script]").forEach((button) => { button.hidden = true; });
  form.addEventListener("change", () => form.requestSubmit());
}

/** Shows how many boxes are ticked on the button they lead to. */
function bindCount(form) {
  const target = form.querySelector("[data-count]");
  if (!target) return; // nothing to choose, or not for this person
  const update = () => { target.textContent = form.querySelectorAll("input[name=bureau]:checked").length || ""; };
  form.addEventListener("change", update);
  update();
}

showTheme();
document.querySelectorAll("[data-theme-switch]").forEach(bindThemeSwitch);
document.querySelectorAll("details.menu").forEach(foldMenu);
document.querySelectorAll("form[data-auto-submit]").forEach(bindAutoSubmit);
document.querySelectorAll("form[data-counts]").forEach(bindCount);
document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
