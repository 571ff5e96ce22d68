// Small behaviours of the desk's pages, each bound to an attribute. Every page works without them.
import { bindDragging } from "./dragging.js";
import { bindLiving } from "./living.js";
import { bindNumber } from "./number.js";
import { bindSms } from "./sms.js";

/** The theme itself is shown by shared/theme.js, before the first paint; the choice holds for the phone app too. */
function bindThemeSwitch(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem("canvass-theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
    dispatchEvent(new Event("canvass-theme"));
  });
}

/** The menu is open in the page as sent, for those without scripts; on a narrow screen it starts closed. */
function foldMenu(menu) {
  if (matchMedia("(max-width: 900px)").matches) menu.open = false;
}

/**
 * Sends the form when a choice in it is clicked, and hides the button that others press. With the arrow keys one passes
 * by choices that are not meant: then the button is there again and nothing is sent without it.
 */
function bindAutoSubmit(form) {
  const buttons = [...form.querySelectorAll("[data-without-script]")];
  let byKeys = false;
  const show = (shown) => { byKeys = shown; buttons.forEach((button) => { button.hidden = !shown; }); };
  show(false);
  form.addEventListener("keydown", ({ key }) => ["Tab", "Shift"].includes(key) || show(true));
  form.addEventListener("change", () => byKeys || form.requestSubmit());
}

/** Shows how many boxes are ticked on the button they lead to. */
function bindCount(form) {
  const target = form.querySelector("[data-count]");
  if (!target) return; // nothing to choose, or not for this person
  const update = () => { target.textContent = form.querySelectorAll("input[name=bureau]:checked").length || ""; };
  form.addEventListener("change", update);
  update();
}

/** Whatever a page holds, or a part of it that has just come. */
function bind(root) {
  root.querySelectorAll("[data-theme-switch]").forEach(bindThemeSwitch);
  root.querySelectorAll("details.menu").forEach(foldMenu);
  root.querySelectorAll("form[data-auto-submit]").forEach(bindAutoSubmit);
  root.querySelectorAll("form[data-counts]").forEach(bindCount);
  root.querySelectorAll("input[data-number]").forEach(bindNumber);
  root.querySelectorAll("[data-sms]").forEach(bindSms);
  root.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));
  root.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });
}

bind(document);
document.addEventListener("htmx:load", ({ detail }) => detail.elt === document.body || bind(detail.elt));
bindDragging();
bindLiving();
