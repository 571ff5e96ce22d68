// What other phones did in our turfs since we last asked.
import { call, Refusal } from "./api.js";
import { download } from "./bundle.js";
import { database, meta, setMeta, write } from "./database.js";
import { refoldDoor, settled } from "./outbox.js";

/** Fetch page after page; reload the walks when asked to. Returns whether the server was restored meanwhile. */
export async function pullAll() {
  const began = Date.now();
  const epoch = await meta("epoch");
  let cursor = await meta("cursor");
  if (!cursor) return false;
  try {
    for (let more = true; more; ) {
      const { body } = await call(`sync/pull?cursor=${encodeURIComponent(cursor)}`);
      await take(body.changes, body);
      ({ cursor, has_more: more } = body);
    }
    await settled(began);
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 410)) throw error;
    await reload();
  }
  return epoch !== (await meta("epoch"));
}

/** Load every stored walk again; what waits to be sent is untouched. */
export async function reload() {
  const turfs = await (await database()).getAllKeys("turfs");
  let reset = true;
  for (const turf of turfs) {
    await download(turf, { reset }).catch(forgetWithdrawn(turf));
    reset = false;
  }
}

async function take(changes, { cursor, lease_until: lease }) {
  const recut = [];
  await write(["doors", "visits", "turfs", "meta"], async (transaction) => {
    const metas = transaction.objectStore("meta");
    const me = await metas.get("me");
    const turfs = await transaction.objectStore("turfs").getAll();
    for (const change of changes) {
      if (change.kind === "door") await takeDoor(transaction, change, turfs, me);
      const turf = change.kind === "turf" && turfs.find((held) => held.id === change.id);
      if (!turf) continue;
      transaction.objectStore("turfs").put({ ...turf, state: change.state });
      if (turf.version !== change.version) recut.push(turf.id);
    }
    metas.put(cursor, "cursor");
    metas.put(lease, "lease");
  });
  for (const turf of recut) await download(turf).catch(forgetWithdrawn(turf));
}

async function takeDoor(transaction, change, turfs, me) {
  const doors = transaction.objectStore("doors");
  for (const turf of turfs) {
    const door = await doors.get([turf.id, change.id]);
    if (!door) continue;
    if (change.deleted) {
      await doors.delete([turf.id, change.id]);
      continue;
    }
    const heard = { state: change.state, last: change.last };
    const ours = change.last?.by === me?.first_name;
    await doors.put({ ...door, heard, others: ours ? door.others : heard });
    await refoldDoor(transaction, turf.id, change.id);
  }
}

function forgetWithdrawn(turf) {
  return async (error) => {
    if (!(error instanceof Refusal && error.status === 404)) throw error;
    await setMeta({ [`withdrawn:${turf}`]: true });
  };
}
