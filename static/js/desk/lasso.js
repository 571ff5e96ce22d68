// Drawing around addresses with a finger, a pen or a mouse: our own, with pointer events.
const STEP = 4; // pixels between two corners

/** Lets people draw on `frame` while `active()`; `done(points)` has what they drew, {clientX, clientY} each. */
export function bindLasso(frame, { active, done }) {
  const line = frame.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  line.setAttribute("class", "lasso");
  line.setAttribute("aria-hidden", "true");
  const path = line.appendChild(document.createElementNS(line.namespaceURI, "polygon"));
  let drawn = null;

  const draw = () => {
    const box = frame.getBoundingClientRect();
    const corners = (drawn ?? []).map(({ clientX, clientY }) => `${clientX - box.left},${clientY - box.top}`);
    path.setAttribute("points", corners.join(" "));
  };
  const stop = () => { drawn = null; draw(); };

  frame.addEventListener("pointerdown", (event) => {
    if (!active() || !event.isPrimary || event.button || event.target.closest("button")) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    drawn = [{ clientX: event.clientX, clientY: event.clientY }];
  });
  frame.addEventListener("pointermove", ({ isPrimary, clientX, clientY }) => {
    const last = drawn?.at(-1);
    if (!last || !isPrimary || Math.hypot(clientX - last.clientX, clientY - last.clientY) < STEP) return;
    drawn.push({ clientX, clientY });
    draw();
  });
  frame.addEventListener("pointerup", () => {
    const points = drawn;
    stop();
    if (points?.length > 2) done(points);
  });
  frame.addEventListener("pointercancel", stop);
  addEventListener("keydown", ({ key }) => { if (key === "Escape") stop(); });
}
