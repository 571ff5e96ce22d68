// What a volunteer does to a building on its façade: each is stored at once, and shown before the disk has answered.
import { isFull } from "./database.js";
import { t } from "./language.js";
import { doorAfter, elevation, floorAbove, staircaseAfter } from "./lib/building.js";
import { uuid7 } from "./lib/uuid7.js";
import { shortName, today } from "./places.js";
import { recordAt } from "./recording.js";

/** A door more on this floor ({id, doors}; an `id` of null is no known floor). Returns its id. */
export function addDoor(app, walk, place, floor) {
  const [door] = doorsOf(place, floor.id, floor.doors, 1);
  tell(app, walk, place, [door]);
  return door.payload.id;
}

/** A floor on top of this staircase, like the one below; without a staircase, the first one and its ground floor. */
export function addFloor(app, walk, place, staircase = null) {
  const first = staircase ? null : newStaircase(walk, place);
  const above = floorAbove(staircase?.floors ?? []);
  const floor = newFloor(staircase?.id ?? first.payload.id, above.level);
  const doors = doorsOf(place, floor.payload.id, [], above.doors);
  tell(app, walk, place, [...(first ? [first] : []), floor, ...doors]);
}

/** A floor below the lowest one of this staircase, with one door. */
export function addBasement(app, walk, place, staircase) {
  const floor = newFloor(staircase.id, Math.min(0, staircase.floors.at(-1).level) - 1);
  tell(app, walk, place, [floor, ...doorsOf(place, floor.payload.id, [], 1)]);
}

/** A staircase more, with its ground floor. Returns its id. */
export function addStaircase(app, walk, place) {
  const staircase = newStaircase(walk, place);
  const floor = newFloor(staircase.payload.id, 0);
  tell(app, walk, place, [staircase, floor, ...doorsOf(place, floor.payload.id, [], 1)]);
  return staircase.payload.id;
}

export function renameDoor(app, walk, place, door, name) {
  if (name && name !== door.name) tell(app, walk, place, [{ type: "door.renamed", payload: { door: door.id, name } }]);
}

/** So many buttons on the intercom. */
export function estimate(app, walk, place, number) {
  tell(app, walk, place, [{ type: "doors.estimated", payload: { address: place.id, number } }]);
}

/** Leaflets that this phone left here today. */
export function leafletsToday(walk, place) {
  const mine = walk.facts.filter((fact) => fact.type === "leaflets.left" && fact.address === place.id && !fact.refused);
  return mine.filter((fact) => today(walk, fact.at)).reduce((sum, fact) => sum + fact.event.payload.number, 0);
}

/** So many today in all: what is told is the difference. */
export function leaveLeaflets(app, walk, place, total) {
  const number = total - leafletsToday(walk, place);
  if (number) tell(app, walk, place, [{ type: "leaflets.left", payload: { address: place.id, number } }]);
}

/** Nobody here wants us to knock. */
export function closeBuilding(app, walk, place) {
  tell(app, walk, place, [{ type: "building.do_not_knock", payload: { address: place.id } }]);
}

/** The same outcome for every door of the floor still to see: `no_access` or `not_home`; one undo for all of them. */
export async function finishFloor(app, walk, place, floor, outcome) {
  const left = floor.doors.filter((door) => door.state === "todo");
  const closed = { type: "floor.no_access", payload: { floor: floor.id } };
  const said = left.map((door) => ({ door, outcome }));
  const visits = await tell(app, walk, place, outcome === "no_access" ? [closed, ...said] : said);
  if (!visits || left.length === 0) return;
  const told = { n: left.length, door: shortName(walk, left[0]) };
  app.toast.show(t("toast.floor", told), {
    strong: t(`outcome.${outcome}`),
    undo: () => undoAll(app, walk, place, visits),
  });
}

function undoAll(app, walk, place, visits) {
  const undone = visits
    .filter((visit) => visit.door)
    .map((visit) => ({ door: walk.door(visit.door), outcome: null, supersedes: visit.id }));
  return tell(app, walk, place, undone);
}

// The rows once they are on the disk; null, with the reason told, when they could not be stored.
async function tell(app, walk, place, said) {
  const { rows, saved } = recordAt(walk, place, said);
  app.router.refresh();
  try {
    await saved;
  } catch (error) {
    app.router.refresh();
    app.toast.show(t(isFull(error) ? "storage.full" : "storage.failed"), { tone: "danger" });
    return null;
  }
  navigator.vibrate?.(12);
  app.saved();
  return rows;
}

function newStaircase(walk, place) {
  const next = staircaseAfter(elevation(walk.siteOf(place)).staircases);
  return { type: "staircase.added", payload: { id: uuid7(), address: place.id, ...next } };
}

function newFloor(staircase, number) {
  return { type: "floor.added", payload: { id: uuid7(), staircase, number } };
}

function doorsOf(place, floor, doors, count) {
  const known = [...doors];
  return Array.from({ length: count }, () => {
    const payload = { id: uuid7(), address: place.id, floor, ...doorAfter(known) };
    known.push({ name: payload.name, rank: payload.position });
    return { type: "door.added", payload };
  });
}
