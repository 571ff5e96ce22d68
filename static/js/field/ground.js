// What the server tells of doors and addresses, taken into every walk that holds them.
import { relearn, unheard } from "./building.js";
import { withNote } from "./lib/folding.js";
import { refoldDoor } from "./outbox.js";
import { UNSEEN } from "./lib/refolding.js";

/** Take the changes of doors, buildings and notes in, within a transaction; `turfs`: the rows of the walks on this phone. */
export async function takeGround(transaction, changes, turfs) {
  const me = await transaction.objectStore("meta").get("me");
  for (const turf of turfs) {
    for (const change of changes) {
      if (change.kind === "note") await takeNote(transaction, change, turf.id);
      if (change.kind === "building") await takeBuilding(transaction, change, turf.id);
      if (change.kind === "door") await takeDoor(transaction, change, turf.id, me);
    }
    if (changes.length > 0) await relearn(transaction, turf.id, await unheard(transaction, turf.id));
  }
}

async function takeDoor(transaction, { kind, deleted, state, last, ...where }, turf, me) {
  const [doors, addresses] = ["doors", "addresses"].map((name) => transaction.objectStore(name));
  const held = await doors.get([turf, where.id]);
  if (deleted) await doors.delete([turf, where.id]);
  const here = held ?? (where.address !== undefined && (await addresses.get([turf, where.address])));
  if (deleted || !here) return;
  const heard = { state, last };
  const others = last && last.by === me?.first_name ? (held?.others ?? UNSEEN) : heard;
  await doors.put({ state, last, ...held, ...where, turf, heard, others });
  await refoldDoor(transaction, { turf, door: where.id });
}

async function takeBuilding(transaction, { kind, address, ...building }, turf) {
  const addresses = transaction.objectStore("addresses");
  const held = await addresses.get([turf, address]);
  if (held) await addresses.put({ ...held, building });
}

async function takeNote(transaction, { address, note }, turf) {
  const addresses = transaction.objectStore("addresses");
  const held = await addresses.get([turf, address]);
  if (held) await addresses.put({ ...held, notes: withNote(held.notes, note) });
}
