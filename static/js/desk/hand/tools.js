// What a touch on the map means, by the tool in hand. Each tool presses or ticks what the list has too.
import { ground, nearest } from "../../field/lib/mapping.js";
import { leaflet } from "../../field/map/leaflet.js";
import { inside } from "./around.js";
import { bindLasso } from "../lasso.js";
import { outline } from "./painting.js";
import { Sheet } from "./sheet.js";

const FINGER = 24; // pixels around an address
const NEAR = 16; // and around an area

/** Show the board's areas in the card's map; a function that shows them again as they are. */
export async function bindMap(card, board, { streets }) {
  const element = card.querySelector("[data-map]");
  const places = board.addresses().map(({ place }) => place);
  let tools = null;
  const sheet = new Sheet(leaflet, element, { places, touched: (point) => tools.touch(point) });
  tools = new Tools(card, board, sheet, { streets });
  let below = ground();
  const show = () => sheet.show({ ground: below, turfs: board.areas(), addresses: board.addresses(), middle: places[0] });
  show();
  below = await fetched(element.dataset.ground);
  show();
  card.dataset.ready = "";
  return show;
}

// Without the ground the areas are still there.
async function fetched(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? ground(await answer.json()) : ground();
  } catch {
    return ground();
  }
}

class Tools {
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
    const marks = this.#board.addresses().map(({ id, place }) => ({ id, ...this.#sheet.pixel(place) }));
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
      const edge = outline(places.map((place) => this.#sheet.pixel(place)), NEAR);
      return inside([point.x, point.y], edge.map(({ x, y }) => [x, y]));
    });
    const marks = around.flatMap(({ turf, places }) => places.map((place) => ({ turf, ...this.#sheet.pixel(place) })));
    const turf = nearest(marks, point, Infinity)?.turf;
    if (!turf) return;
    if (this.#tool === "split") this.#board.press(`split-${turf}`);
    else this.#board.turnArea(turf);
  }
}
