// A screen is never drawn again under a finger: the tap would be lost.

let pressed = false;
let due = null;

export function watchFingers() {
  addEventListener("pointerdown", () => (pressed = true), true);
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => setTimeout(released), true);
}

/** Do this now, or as soon as the finger is lifted and its tap was heard; of several, the last. */
export function whenReleased(work) {
  if (pressed) due = work;
  else work();
}

function released() {
  pressed = false;
  due?.();
  due = null;
}
