// A door as it is drawn everywhere: open outline while to see, filled with its outcome afterwards.
import { h, icon } from "../dom.js";

export const ICONS = {
  not_home: "moon",
  conversation: "message-circle",
  refused: "x",
  come_back: "rotate-cw",
  no_access: "lock",
  do_not_knock: "ban",
};

/** The full tile, 44 × 58, with its number while to see. Decorative: a name stands beside or around it. */
export function tile(state, number = "") {
  const face = state === "todo" ? h("span", { class: "tile-number" }, fitting(number)) : icon(ICONS[state], 22);
  return h("span", { class: `tile tile-${css(state)}`, "aria-hidden": "true" }, face);
}

// "droite" is said in full beside it.
function fitting(name) {
  return name.length > 3 ? `${name.slice(0, 2)}.` : name;
}

/** The little one of lists. */
export function chip(state) {
  return h("span", { class: `door-chip tile-${css(state)}`, "aria-hidden": "true" });
}

export function css(state) {
  return state.replaceAll("_", "-");
}
