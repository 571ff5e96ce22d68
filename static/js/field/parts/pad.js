// The outcome pad: two large, three smaller, all in reach of a thumb.
import { h, icon } from "../dom.js";
import { t } from "../language.js";
import { css, ICONS } from "./tile.js";

export function pad(choose) {
  const button = (outcome, size) =>
    h(
      "button",
      {
        type: "button",
        class: `outcome outcome-${size} outcome-${css(outcome)}`,
        on: { click: () => choose(outcome) },
      },
      h(
        "span",
        { class: "outcome-mark" },
        size === "small" && h("span", { class: "swatch" }),
        icon(ICONS[outcome], 28),
      ),
      h("span", {}, t(`outcome.${outcome}`)),
    );
  return h(
    "div",
    { class: "pad", role: "group", "aria-label": t("pad.label") },
    ["not_home", "conversation"].map((outcome) => button(outcome, "big")),
    ["refused", "come_back", "no_access"].map((outcome) => button(outcome, "small")),
  );
}

/** The same five in one row, under a façade. */
export function compactPad(choose) {
  const button = (outcome) =>
    h(
      "button",
      {
        type: "button",
        class: `outcome outcome-compact outcome-${css(outcome)}`,
        on: { click: () => choose(outcome) },
      },
      icon(ICONS[outcome], 22),
      h("span", {}, t(outcome === "no_access" ? "facade.no_access" : `outcome.${outcome}`)),
    );
  const five = ["not_home", "conversation", "refused", "come_back", "no_access"];
  return h("div", { class: "pad pad-row", role: "group", "aria-label": t("pad.label") }, five.map(button));
}
