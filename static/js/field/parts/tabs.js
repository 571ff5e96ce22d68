// The four places of a walk.
import { h, icon } from "../dom.js";
import { t } from "../language.js";

const TABS = [
  ["doors", "door-closed", ""],
  ["map", "map", "carte"],
  ["script", "book-open", "argumentaire"],
  ["end", "flag", "bilan"],
];

export function tabs(turf, current) {
  const link = ([name, symbol, path]) =>
    h(
      "a",
      { class: "tab", href: `/t/${turf}/${path}`, "aria-current": name === current ? "page" : null },
      icon(symbol),
      h("span", {}, t(`tab.${name}`)),
    );
  return h("nav", { class: "tabs", "aria-label": t("tab.label") }, TABS.map(link));
}
