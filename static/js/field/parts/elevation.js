// The building as one sees it from the street: zinc roof, floors from the top down, stone below.
import { h, icon, words } from "../dom.js";
import { language, t } from "../language.js";
import { plain } from "../lib/wording.js";
import { heading } from "../places.js";
import { tile } from "./tile.js";

// Rows as they were drawn last, so that a save in a building of 120 flats draws one floor or two.
const wall = { walk: null, rows: new Map(), acts: null };

/**
 * One staircase drawn, or the bare doors of a building that nobody has looked at. `drawn`: {floors, loose}; `acts`:
 * {addFloor, addDoor(floor), floorMenu(floor), select(door)}, told ids; `below`: what stands under the ground floor.
 */
export function facade(walk, { floors, loose }, current, acts, below) {
  if (wall.walk !== walk) wall.rows.clear();
  Object.assign(wall, { walk, acts });
  const row = (floor) => keptRow(walk, floor, current);
  return h(
    "div",
    { class: "facade" },
    h("button", { type: "button", class: "roof", on: { click: () => wall.acts.addFloor() } }, icon("plus", 22), t("facade.add_floor")),
    h("ol", { class: "floors" }, floors.map(row), loose.length > 0 && row({ id: null, level: null, doors: loose })),
    h("ul", { class: "below" }, below),
  );
}

/** "3ᵉ étage" in full, "3ᵉ" on the wall. */
export function floorLabel(level) {
  return level === null ? t("facade.loose") : t(`floor.${kind(level)}`, { floor: String(Math.abs(level)) });
}

function keptRow(walk, floor, current) {
  const doors = floor.doors.map((door) => [door.id, door.state, door.name, door.id === current?.id]);
  const looks = JSON.stringify([language, floor.level, doors]);
  const kept = wall.rows.get(floor.id);
  if (kept?.looks === looks) return kept.row;
  const row = floorRow(walk, floor, current);
  wall.rows.set(floor.id, { looks, row });
  return row;
}

function floorRow(walk, floor, current) {
  const name = floorLabel(floor.level);
  const short = floor.level === null ? name : t(`facade.${kind(floor.level)}`, { floor: String(Math.abs(floor.level)) });
  const menu = () => wall.acts.floorMenu(floor.id);
  const named = { type: "button", class: "floor-name", "aria-haspopup": "dialog" };
  const whole = h("span", { class: "visually-hidden" }, ` ${plain(t("facade.floor", { floor: name }))}`);
  const more = plain(t("facade.add_door", { floor: name }));
  return h(
    "li",
    { class: floor.level === null ? "floor floor-loose" : "floor" },
    h("button", { ...named, on: { click: menu } }, h("span", {}, words(short)), whole),
    h(
      "ul",
      { class: "flats" },
      floor.doors.map((door) => h("li", {}, flat(walk, door, door.id === current?.id))),
      h(
        "li",
        {},
        h("button", { type: "button", class: "flat-add", "aria-label": more, on: { click: () => wall.acts.addDoor(floor.id) } }, icon("plus", 22)),
      ),
    ),
  );
}

function flat(walk, door, here) {
  const label = plain(t("building.door", { door: heading(walk, door), state: t(`outcome.${door.state}`).toLowerCase() }));
  const properties = { type: "button", class: "flat", "data-door": door.id, "aria-label": label };
  const current = { "aria-current": here ? "true" : null, on: { click: () => wall.acts.select(door.id) } };
  return h("button", { ...properties, ...current }, tile(door.state, door.name));
}

function kind(level) {
  if (level < 0) return "below";
  return ["ground", "first", "second", "third"][level] ?? "nth";
}
