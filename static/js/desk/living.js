// Parts that renew themselves wait while somebody is busy with them, can be paused, and give the focus back.
import { dragging } from "./dragging.js";

let paused = false;
let last = ""; // whose menu was used last

/** Bind once, on the document: parts and pages are replaced. */
export function bindLiving() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-live]") && (paused || busy())) event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-pause]");
    if (button) pause(button);
  });
  document.addEventListener("submit", ({ target }) => { last = opener(target)?.id ?? ""; });
  document.addEventListener("htmx:afterSettle", giveFocusBack);
}

function pause(button) {
  paused = !paused;
  button.setAttribute("aria-pressed", String(paused));
}

// On the follow-up an open detail is kept as it is; on the board it would shut under the finger.
function busy() {
  return dragging() || Boolean(document.querySelector("[data-board] details[open], [data-board] select:focus"));
}

function opener(form) {
  return form.closest("details")?.querySelector("summary");
}

// The person has moved to another list, with the menu shut: the row takes the focus.
function giveFocusBack() {
  if (document.activeElement && document.activeElement !== document.body) return;
  if (last) document.getElementById(last)?.focus();
}
