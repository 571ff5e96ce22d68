// Even, odd or both sides of the street; the present door stays.
import { h } from "../dom.js";
import { t } from "../language.js";

export const SIDES = ["even", "odd", "both"];

export function sides(chosen, choose) {
  const option = (side) =>
    h(
      "button",
      { type: "button", class: "segment", "aria-pressed": String(side === chosen), on: { click: () => choose(side) } },
      t(`side.${side}`),
    );
  return h("div", { class: "segments", role: "group", "aria-label": t("side.label") }, SIDES.map(option));
}
