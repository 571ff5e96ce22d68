// A door pushed aside with a finger: the same as « Later » in the menu. The page still scrolls up and down.

const FAR = 90; // pixels, and twice as wide as high
const EDGE = 28; // the system's own gestures begin there

/** Listen on this element; `act` when a finger has pushed it far enough to the left. */
export function onPushedAside(element, act) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let start = null;
  const follow = (x) => !still && (element.style.translate = x ? `${x}px` : "");
  const away = (event) => ({ x: event.clientX - start.x, y: event.clientY - start.y });
  const far = ({ x, y }) => x < -FAR && -x > 2 * Math.abs(y);
  element.addEventListener("pointerdown", ({ pointerType, isPrimary, clientX: x, clientY: y }) => {
    const inside = x > EDGE && x < innerWidth - EDGE;
    start = pointerType === "touch" && isPrimary && inside ? { x, y } : null;
  });
  element.addEventListener("pointermove", (event) => {
    if (!start) return;
    const { x, y } = away(event);
    follow(x < -12 && -x > 2 * Math.abs(y) ? x : 0);
  });
  const end = (event) => {
    const done = start && event.type === "pointerup" && far(away(event));
    start = null;
    follow(0);
    if (done) act();
  };
  element.addEventListener("pointerup", end);
  element.addEventListener("pointercancel", end);
}
