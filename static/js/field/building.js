// What this phone learned of an address, in the store: kept on top of whatever the server tells, until it has heard.
import { learn } from "./lib/building.js";
import { refoldDoor } from "./outbox.js";

/** Events of this phone about the ground of this turf that the server has not heard yet, oldest first. */
export async function unheard(transaction, turf) {
  const rows = await transaction.objectStore("visits").index("turf").getAll(turf);
  return rows.filter((row) => row.address !== undefined && !row.sent && !row.refused).sort((a, b) => a.seq - b.seq);
}

/** Write what these rows say of their addresses. Said again it changes nothing. */
export async function relearn(transaction, turf, rows) {
  for (const address of new Set(rows.map((row) => row.address))) {
    const said = rows.filter((row) => row.address === address).map((row) => row.event);
    await learnAt(transaction, turf, address, said);
  }
}

async function learnAt(transaction, turf, address, events) {
  const [places, doors] = ["addresses", "doors"].map((name) => transaction.objectStore(name));
  const place = await places.get([turf, address]);
  if (!place) return;
  const before = await doors.index("address").getAll([turf, address]);
  const site = events.reduce(learn, { address, building: place.building ?? null, doors: before });
  if (site.building !== place.building) await places.put({ ...place, building: site.building });
  const held = new Set(before);
  const kept = new Set(site.doors.map((door) => door.id));
  for (const door of before) if (!kept.has(door.id)) await doors.delete([turf, door.id]);
  for (const door of site.doors) {
    if (held.has(door)) continue;
    await doors.put({ ...door, turf });
    await refoldDoor(transaction, { turf, door: door.id });
  }
}
