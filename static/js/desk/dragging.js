// Dragging somebody to an area fills in the form of that person's menu and sends it: mouse, touch and keyboard have one
// result. Listens on the document, since the board is replaced after each change.
const ENOUGH = 6; // pixels: less is a tap that trembled
const EDGE = 70; // pixels from the top and bottom of the window where the page rolls on
const STEP = 14; // pixels a frame

let drag = null;

/** Whether somebody is held right now. */
export const dragging = () => Boolean(drag?.ghost);

/** Bind once. A mouse takes a person anywhere, a finger by the handle only: elsewhere it scrolls the page. */
export function bindDragging() {
  document.addEventListener("pointerdown", grip);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", end);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && end());
  document.addEventListener("dragstart", (event) => event.target.closest?.("[data-person]") && event.preventDefault());
}

function grip(event) {
  const person = event.target.closest("[data-person]");
  const handle = event.pointerType === "mouse" ? "summary" : "[data-grip]";
  if (!person || drag || event.button !== 0 || !event.target.closest(handle)) return;
  drag = { person, pointer: event.pointerId, x: event.clientX, y: event.clientY };
}

function move(event) {
  if (drag?.pointer !== event.pointerId) return;
  Object.assign(drag, { atX: event.clientX, atY: event.clientY });
  if (!drag.ghost && Math.hypot(drag.atX - drag.x, drag.atY - drag.y) < ENOUGH) return;
  if (!drag.ghost) lift();
  follow();
}

function lift() {
  drag.ghost = drag.person.querySelector("summary").cloneNode(true);
  drag.ghost.removeAttribute("id");
  drag.ghost.className = "ghost";
  drag.ghost.setAttribute("aria-hidden", "true");
  document.body.append(drag.ghost);
  document.body.classList.add("dragging");
  drag.person.classList.add("lifted");
  requestAnimationFrame(roll);
}

function follow() {
  drag.ghost.style.translate = `${drag.atX + 8}px ${drag.atY + 8}px`;
  const below = placeUnder(document.elementFromPoint(drag.atX, drag.atY));
  if (below === drag.target) return;
  drag.target?.classList.remove("drop-over");
  below?.classList.add("drop-over");
  drag.target = below;
}

// An area on the map stands for its card.
function placeUnder(part) {
  const area = part?.closest("[data-area]")?.dataset.area;
  return area ? document.querySelector(`[data-drop][data-number="${area}"]`) : part?.closest("[data-drop]") ?? null;
}

// Held near an edge, the page rolls on: on a phone the areas lie below the people.
function roll() {
  if (!dragging()) return;
  const step = drag.atY < EDGE ? -STEP : drag.atY > innerHeight - EDGE ? STEP : 0;
  if (step) {
    scrollBy(0, step);
    follow();
  }
  requestAnimationFrame(roll);
}

function drop(event) {
  if (drag?.pointer !== event.pointerId) return;
  const { person, target, ghost } = drag;
  end();
  if (!ghost) return;
  swallowClick();
  const form = person.querySelector("form[data-place]");
  const choice = form?.elements.turf;
  if (!target || !choice || ![...choice.options].some((option) => option.value === target.dataset.drop)) return;
  if (choice.value === target.dataset.drop) return; // there already
  choice.value = target.dataset.drop;
  form.requestSubmit();
}

function end() {
  drag?.ghost?.remove();
  drag?.target?.classList.remove("drop-over");
  drag?.person.classList.remove("lifted");
  document.body.classList.remove("dragging");
  drag = null;
}

// What was dropped was not clicked: the menu under it stays shut.
function swallowClick() {
  const stop = (event) => { event.preventDefault(); event.stopPropagation(); };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }));
}
