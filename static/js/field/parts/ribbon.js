// The walk at a glance: one stroke per door, the present one taller. One image with a sentence.
import { svg } from "../dom.js";
import { t } from "../language.js";
import { strokes } from "../lib/walking.js";
import { css } from "./tile.js";

const STEP = 10;

export function ribbon(walk, current = null) {
  const doors = walk.walked;
  const seen = doors.filter((door) => door.state !== "todo").length;
  const marks = strokes(doors, current);
  return svg(
    "svg",
    {
      class: "ribbon",
      role: "img",
      "aria-label": t("ribbon.label", { seen, total: doors.length }),
      viewBox: `0 0 ${Math.max(1, marks.length) * STEP} 36`,
      preserveAspectRatio: "none",
    },
    marks.map((mark, place) => stroke(mark, place)),
  );
}

function stroke({ state, current }, place) {
  const kind = current ? "current" : css(state);
  const top = current ? 0 : 7;
  return svg("rect", { class: `stroke stroke-${kind}`, x: place * STEP + 1.5, y: top, width: 7, height: 36 - top });
}
