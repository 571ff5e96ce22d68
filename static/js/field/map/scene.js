// What of a walk stands on its map now.
import { markOf, placed, point, streetsAlong, wayFrom } from "../lib/mapping.js";

const FRANCE = [46.6, 2.4];

/** The scene that a Sheet shows; `ground` as lib/mapping.js decodes it, `chosen` an address, `position` of the phone. */
export function sceneOf(walk, { ground, chosen = null, position = null }) {
  const doors = byAddress(walk.doors);
  const shown = placed(walk.shown);
  const next = walk.next(walk.here)?.address ?? null;
  const isOpen = (address) => doors.get(address.id)?.some((door) => door.state === "todo");
  return {
    areas: ground.areas,
    streets: ground.source ? ground.streets : streetsAlong(walk.addresses),
    marks: shown.map((address) => ({
      id: address.id,
      place: point(address),
      number: address.numbering,
      ...markOf(doors.get(address.id) ?? []),
    })),
    way: wayFrom(shown, next, isOpen).map(point),
    middle: shown.length ? point(shown[Math.floor(shown.length / 2)]) : FRANCE,
    next,
    chosen,
    position,
  };
}

/** Addresses of the side in use that no map can show. */
export function unplacedOf(walk) {
  const known = new Set(placed(walk.shown));
  return walk.shown.filter((address) => !known.has(address));
}

function byAddress(doors) {
  const groups = new Map();
  for (const door of doors) {
    if (!groups.has(door.address)) groups.set(door.address, []);
    groups.get(door.address).push(door);
  }
  return groups;
}
