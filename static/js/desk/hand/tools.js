// What a touch on the map means, by the tool in hand. Each tool presses or ticks what the list has too.
import { nearest } from "../../field/lib/mapping.js";
import { inside } from "./around.js";
import { bindLasso } from "./lasso.js";
import { outline } from "./painting.js";

const FINGER = 24; // pixels around an address
const NEAR = 16; // and around an area

export class Tools {
  #board;
  #sheet;
  #card;
  #tool = "choose";

  /** `card` holds the buttons and the map; `streets()` leads to the list of streets. */
  constructor(card, board, sheet, { streets }) {
    this.#card = card;
    this.#board = board;
    this.#sheet = sheet;
    card.querySelectorAll("[data-tool]").forEach((button) => button.addEventListener("click", () => this.#take(button, streets)));
    card.querySelectorAll("[data-zoom]").forEach((button) => button.addEventListener("click", () => sheet.zoomBy(Number(button.dataset.zoom))));
    bindLasso(card.querySelector(".hand-frame"), {
      active: () => this.#tool === "lasso",
      done: (points) => this.#around(points.map((point) => sheet.placeAt(point))),
    });
  }

  /** Somebody touched the map at this point of it. */
  touch(point) {
    if (this.#tool === "choose") this.#chooseAt(point);
    else if (this.#tool !== "lasso") this.#areaAt(point);
  }

  #take({ dataset: { tool } }, streets) {
    if (tool === "undo") return this.#board.press("do-undo");
    if (tool === "street") return streets();
    if (tool === "merge" && this.#tool === "merge" && this.#board.areas().some(({ ticked }) => ticked)) {
      return this.#board.press("do-merge");
    }
    this.#tool = tool;
    this.#sheet.hold(tool === "lasso");
    this.#card.dataset.holding = tool;
    this.#card.querySelectorAll("[data-tool][aria-pressed]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    });
    this.#card.querySelectorAll("[data-hint]").forEach((hint) => { hint.hidden = hint.dataset.hint !== tool; });
    return true;
  }

  #chooseAt(point) {
    const marks = this.#board.addresses().map(({ id, place }) => ({ id, ...xy(this.#sheet.pixel(place)) }));
    const found = nearest(marks, point, FINGER);
    if (found) this.#board.turn([found.id]);
  }

  #around(ring) {
    const found = this.#board.addresses().filter(({ place }) => inside(place, ring));
    if (found.length) this.#board.turn(found.map(({ id }) => id));
  }

  // The area whose address is nearest among those whose outline goes around the point.
  #areaAt(point) {
    const around = this.#board.areas().filter(({ places }) => {
      const edge = outline(places.map((place) => xy(this.#sheet.pixel(place))), NEAR);
      return inside([point.x, point.y], edge.map(({ x, y }) => [x, y]));
    });
    const marks = around.flatMap(({ turf, places }) => places.map((place) => ({ turf, ...xy(this.#sheet.pixel(place)) })));
    const turf = nearest(marks, point, Infinity)?.turf;
    if (!turf) return;
    if (this.#tool === "split") this.#board.press(`split-${turf}`);
    else this.#board.turnArea(turf);
  }
}

function xy({ x, y }) {
  return { x, y };
}
