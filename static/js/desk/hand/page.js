// The page of the areas, made better: a map beside the list, changes without leaving the page. It works without this.
import { Board } from "./board.js";

const NARROW = "(max-width: 900px)";

const root = document.querySelector("[data-hand]");
if (root) start(root, new Board(root));

function start(hand, board) {
  const map = openMap(hand, board);
  hand.querySelector("[data-views]").hidden = false;
  hand.querySelectorAll("button[data-view]").forEach((button) => button.addEventListener("click", () => show(hand, button.dataset.view, map)));
  hand.addEventListener("change", () => changed(hand, board, map));
  hand.addEventListener("keydown", pressNearest);
  hand.addEventListener("click", ({ target }) => { if (target.closest("[data-clear]")) board.clear(); });
  bindSwaps(hand, board, map);
  changed(hand, board, map);
  show(hand, matchMedia(NARROW).matches || !board.addresses().length ? "list" : "map", map);
}

function show(hand, view, map) {
  hand.dataset.view = view;
  hand.querySelectorAll("button[data-view]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  });
  hand.querySelector("[data-map-card]").hidden = view !== "map";
  if (view === "map") map.open();
}

function changed(hand, board, map) {
  const { count } = board;
  board.form.querySelector("[data-count]").textContent = count || "";
  board.form.querySelector("[data-clear]").hidden = !count;
  map.show();
}

/** The map comes when it is first looked at, with Leaflet. */
function openMap(hand, board) {
  let opening = null;
  let refresh = () => {};
  const open = async () => {
    const { bindMap } = await import("./tools.js");
    refresh = await bindMap(hand.querySelector("[data-map-card]"), board, {
      streets: () => {
        const street = board.form.querySelector("#street");
        street.scrollIntoView({ block: "center" });
        street.focus();
      },
    });
  };
  return {
    open: () => { opening ??= open(); },
    show: () => refresh(),
  };
}

// Enter in a small field presses the button beside it, not the first of the page.
function pressNearest(event) {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  const button = event.target.closest(".inline, .form")?.querySelector("button[name=do]");
  event.preventDefault();
  button?.click();
}

// A refusal is shown like any answer; what was unfolded stays so; what was done is said aloud.
function bindSwaps(hand, board, map) {
  let unfolded = [];
  document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target?.id !== "hand") return;
    if ([409, 422].includes(detail.xhr.status)) Object.assign(detail, { shouldSwap: true, isError: false });
    unfolded = [...board.form.querySelectorAll("details[open]")].map(({ id }) => id);
  });
  document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (!detail.elt?.closest?.("[data-hand]") && detail.target?.id !== "hand") return;
    for (const id of unfolded) hand.querySelector(`details[id="${id}"]`)?.setAttribute("open", "");
    document.querySelector("[data-live]").textContent = board.said;
    changed(hand, board, map);
  });
}
