// The building as one sees it from the street: zinc roof, floors from the top down, stone below.
import { h, icon, words } from "../dom.js";
import { language, t } from "../language.js";
import { plain } from "../lib/wording.js";
import { heading } from "../places.js";
import { tile } from "./tile.js";

// What is on view, kept: a save in a building of 120 flats then draws one floor or two, and lays out no other.
const wall = { walk: null, place: null, main: null, floors: null, rows: new Map(), acts: null };

/**
 * The main part of the screen: one staircase drawn, or the bare doors of a building that nobody has looked at. `drawn`:
 * {floors, loose}; `acts`: {addFloor, addDoor(floor), floorMenu(floor), select(door)}, told ids; `above` the roof, what
 * stands beside it; `below` the ground floor, list items. The same element while the same building is on view.
 */
export function facade(walk, place, { floors, loose }, current, { acts, above, below }) {
  if (wall.walk !== walk || wall.place !== place.id || !wall.main.isConnected) build(walk, place.id);
  wall.acts = acts;
  const found = focused();
  const bare = loose.length > 0 ? [{ id: null, level: null, doors: loose }] : [];
  settle(
    wall.floors,
    [...floors, ...bare].map((floor) => keptRow(walk, floor, current)),
  );
  const [beside, front] = wall.main.children;
  beside.replaceChildren(...(above ? [above] : []));
  front.querySelector(".roof").replaceChildren(icon("plus", 22), t("facade.add_floor"));
  front.querySelector(".below").replaceChildren(...below);
  found?.();
  return wall.main;
}

// What has the focus and is about to be drawn anew: gives it back to its successor.
function focused() {
  const active = wall.main.contains(document.activeElement) ? document.activeElement : null;
  const part = active?.closest(".floor, .below, .staircases");
  if (!part) return null;
  const { floor } = part.dataset;
  const where = floor === undefined ? `.${part.className}` : `[data-floor="${floor}"]`;
  const place = [...part.querySelectorAll("button")].indexOf(active);
  const same = active.dataset.door
    ? `[data-door="${active.dataset.door}"]`
    : floor !== undefined && `.${active.className}`;
  return () => {
    if (active.isConnected) return;
    const again = wall.main.querySelector(where);
    (same ? again?.querySelector(same) : again?.querySelectorAll("button")[place])?.focus({ preventScroll: true });
  };
}

function build(walk, place) {
  const floors = h("ol", { class: "floors" });
  const roof = h("button", { type: "button", class: "roof", on: { click: () => wall.acts.addFloor() } });
  const front = h("div", { class: "facade" }, roof, floors, h("ul", { class: "below" }));
  const main = h("main", { class: "page building" }, h("div", {}), front);
  wall.rows.clear();
  Object.assign(wall, { walk, place, main, floors });
}

// Make these the children, moving none that stays where it is.
function settle(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  for (const [place, child] of children.entries()) {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  }
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
  const short =
    floor.level === null ? name : t(`facade.${kind(floor.level)}`, { floor: String(Math.abs(floor.level)) });
  const menu = () => wall.acts.floorMenu(floor.id);
  const named = { type: "button", class: "floor-name", "aria-haspopup": "dialog" };
  const whole = h("span", { class: "visually-hidden" }, ` ${plain(t("facade.floor", { floor: name }))}`);
  const more = plain(t("facade.add_door", { floor: name }));
  return h(
    "li",
    { class: floor.level === null ? "floor floor-loose" : "floor", "data-floor": String(floor.id) },
    h("button", { ...named, on: { click: menu } }, h("span", {}, words(short)), whole),
    h(
      "ul",
      { class: "flats" },
      floor.doors.map((door) => h("li", {}, flat(walk, door, door.id === current?.id))),
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", class: "flat-add", "aria-label": more, on: { click: () => wall.acts.addDoor(floor.id) } },
          icon("plus", 22),
        ),
      ),
    ),
  );
}

function flat(walk, door, here) {
  const label = plain(
    t("building.door", { door: heading(walk, door), state: t(`outcome.${door.state}`).toLowerCase() }),
  );
  const properties = { type: "button", class: "flat", "data-door": door.id, "aria-label": label };
  const current = { "aria-current": here ? "true" : null, on: { click: () => wall.acts.select(door.id) } };
  return h("button", { ...properties, ...current }, tile(door.state, door.name));
}

function kind(level) {
  if (level < 0) return "below";
  return ["ground", "first", "second", "third"][level] ?? "nth";
}
