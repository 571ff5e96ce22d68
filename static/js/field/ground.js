// What the server tells of doors and addresses, taken into every walk that holds them.
import { withNote } from "./lib/folding.js";
import { walkingOrder } from "./lib/walking.js";
import { refoldDoor } from "./outbox.js";
import { UNSEEN } from "./walk.js";

/** Take the changes of doors and notes in, within a transaction; `turfs`: the rows of the walks on this phone. */
export async function takeGround(transaction, changes, turfs) {
  const me = await transaction.objectStore("meta").get("me");
  for (const turf of turfs) {
    let grew = false;
    for (const change of changes) {
      if (change.kind === "note") await takeNote(transaction, change, turf.id);
      if (change.kind === "door") grew = (await takeDoor(transaction, change, turf.id, me)) || grew;
    }
    if (grew) await reorder(transaction, turf.id);
  }
}

// Returns whether the walk had no such door before.
async function takeDoor(transaction, { kind, deleted, state, last, ...where }, turf, me) {
  const [doors, addresses] = ["doors", "addresses"].map((name) => transaction.objectStore(name));
  const held = await doors.get([turf, where.id]);
  if (deleted) await doors.delete([turf, where.id]);
  const here = held ?? (where.address !== undefined && (await addresses.get([turf, where.address])));
  if (deleted || !here) return false;
  const heard = { state, last };
  const others = last && last.by === me?.first_name ? (held?.others ?? UNSEEN) : heard;
  await doors.put({ order: 0, state, last, ...held, ...where, turf, heard, others });
  await refoldDoor(transaction, { turf, door: where.id });
  return !held;
}

async function takeNote(transaction, { address, note }, turf) {
  const addresses = transaction.objectStore("addresses");
  const held = await addresses.get([turf, address]);
  if (held) await addresses.put({ ...held, notes: withNote(held.notes, note) });
}

async function reorder(transaction, turf) {
  const rows = (name) => transaction.objectStore(name).index("turf").getAll(turf);
  const [addresses, doors] = await Promise.all([rows("addresses"), rows("doors")]);
  const walked = walkingOrder(addresses, doors);
  await Promise.all(walked.map((door, order) => transaction.objectStore("doors").put({ ...door, order })));
}
