// The blue wall with its plaque, on top of what is seen before the walk.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { numberPlaque } from "./plaque.js";

export function hero({ plaque = null, title, note, menu = null }) {
  const label = t("menu.open");
  return h(
    "div",
    { class: "hero" },
    menu &&
      h(
        "button",
        { type: "button", class: "bar-button hero-menu", "aria-label": label, on: { click: menu } },
        icon("ellipsis-vertical"),
      ),
    plaque ? numberPlaque(plaque, "number") : h("span", { class: "plaque plaque-number" }, icon("door-closed", 48)),
    h("h1", { tabindex: "-1" }, title),
    note && h("p", {}, note),
  );
}
