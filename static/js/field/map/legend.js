// What the shapes on the map mean, as far as they are there; in the theme in use, like the map itself.
import { h } from "../dom.js";
import { t } from "../language.js";
import { colours, paintMark } from "./marks.js";

const ORDER = ["todo", "not_home", "conversation", "come_back", "refused", "no_access", "do_not_knock"];
const SIZE = 20;

/** The key of these marks; which side of the street they are of, if only one. */
export function legend(marks, side) {
  const states = new Set(marks.map((mark) => mark.state));
  const entry = (state) => h("li", {}, sample(state), t(`outcome.${state}`));
  const found = ORDER.filter((state) => states.has(state));
  if (!found.length) return null;
  return h(
    "ul",
    { class: "map-key", "aria-label": t("map.key") },
    side !== "both" && h("li", {}, h("strong", {}, t(`side.${side}`))),
    found.map(entry),
  );
}

/** Paint the samples of a key again: the theme changed. */
export function repaintLegend(root) {
  for (const canvas of root.querySelectorAll("canvas[data-state]")) fill(canvas);
}

function sample(state) {
  const canvas = h("canvas", { width: 2 * SIZE, height: 2 * SIZE, "data-state": state, "aria-hidden": "true" });
  fill(canvas);
  return canvas;
}

function fill(canvas) {
  const ctx = canvas.getContext("2d");
  ctx.resetTransform();
  ctx.clearRect(0, 0, 2 * SIZE, 2 * SIZE);
  ctx.scale(2, 2);
  paintMark(ctx, { x: SIZE / 2, y: SIZE / 2 }, { state: canvas.dataset.state, count: 1 }, colours());
}
