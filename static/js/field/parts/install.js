// After the third door, not before: offer to keep the app on the phone.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { keepStore } from "../room.js";

const AFTER_DOORS = 3;
const DISMISSED = "canvass-install-dismissed";

export function installHint(app, walk) {
  const installed = matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  const apple = /iPhone|iPad/.test(navigator.userAgent);
  if (installed || localStorage.getItem(DISMISSED) || walk.visits.length < AFTER_DOORS) return null;
  if (!app.installer && !apple) return null;
  const card = h("div", { class: "card notice" });
  const dismiss = () => {
    localStorage.setItem(DISMISSED, "1");
    card.remove();
  };
  card.append(
    h("p", {}, icon("smartphone"), t(apple ? "install.apple" : "install.why")),
    h(
      "div",
      { class: "notice-actions" },
      !apple && h("button", { type: "button", class: "button", on: { click: () => install(app) } }, t("install.do")),
      h("button", { type: "button", class: "button button-quiet", on: { click: dismiss } }, t("install.no")),
    ),
  );
  return card;
}

// Browsers grant this more readily to an app that is being installed.
function install(app) {
  keepStore();
  app.install();
}
