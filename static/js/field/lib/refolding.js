// A door's row with the state that everything known of it amounts to.
import { doorState } from "./folding.js";

export const UNSEEN = { state: "todo", last: null };

/** The door with the state that its visits and the server's word amount to. */
export function refold(door, visits, offset) {
  const standing = visits.filter((visit) => !visit.refused);
  const events = standing.map((visit) => ({ ...visit, at: onServerClock(visit.at, offset) }));
  const { state, last } = doorState({ heard: door.heard, others: door.others, events });
  return { ...door, state, last };
}

function onServerClock(at, offset) {
  return new Date(Date.parse(at) + (offset ?? 0)).toISOString();
}
