// What the badge counts: rows that wait, and events that the server set aside.
import { begin } from "./database.js";

/** `{unsent, refused}`. */
export async function figures() {
  const transaction = await begin(["outbox", "visits"]);
  const store = (name) => transaction.objectStore(name);
  const [unsent, visits] = await Promise.all([store("outbox").count(), store("visits").getAll()]);
  return { unsent, refused: visits.filter(isSetAside).length };
}

/** Refused, and not read by the volunteer yet. */
export function isSetAside(visit) {
  return visit.refused && !visit.dismissed;
}
