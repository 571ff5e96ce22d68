// Saving: the event, its place in the queue, and the door's new state, in one transaction or not at all.
import { write } from "./database.js";
import { isoWithOffset } from "./lib/clock.js";
import { SCHEMA } from "./lib/sending.js";
import { uuid7 } from "./lib/uuid7.js";
import { refoldDoor } from "./outbox.js";
import { monoMs } from "./ticking.js";

/**
 * A visit of a door, or with `supersedes` (a visit's id) its correction; `outcome: null` undoes. The walk in memory
 * changes at once. `{visit, saved}`: `saved` fulfils when it is on the disk, and rejects after taking it back.
 * `counts` are welcome and topic counts, which go their own way; `comeBackAt` says when, in a word; `along`: facts of
 * the same moment, [[type, payload]], stored with the visit or not at all.
 */
export function recordVisit(walk, said) {
  const { door, outcome, requests = [], comeBackAt, supersedes = null, counts = [], along = [] } = said;
  const event = {
    ...stamp(walk.turf),
    type: supersedes ? "visit.corrected" : "visit.recorded",
    payload: { door: door.id, outcome, requests, ...(comeBackAt ? { come_back_at: comeBackAt } : {}) },
    ...(supersedes ? { supersedes } : {}),
  };
  const visit = { ...row(event), seq: Number.MAX_SAFE_INTEGER, door: door.id, outcome, requests, supersedes };
  walk.take(visit);
  const facts = along.map(([type, payload]) => fact(walk.turf, type, payload));
  const saved = store([visit, ...facts], counts).catch((error) => {
    walk.drop(visit);
    throw error;
  });
  return { visit, saved };
}

/**
 * Anything else that a phone tells: what was learned of a building, an agreement, a walk's end. The event's row, once
 * it is on the disk. `payload` as in the protocol.
 */
export async function recordFact(turf, type, payload) {
  const made = fact(turf, type, payload);
  await store([made]);
  return made;
}

/** A walk's beginning or end, which the leader sees. */
export function recordWalk(turf, type) {
  return recordFact(turf, type, { turf: turf.id, outing: turf.outing?.id ?? null });
}

function stamp(turf) {
  return {
    id: uuid7(),
    schema: SCHEMA,
    campaign: turf.campaign.id,
    turf: turf.id,
    at: isoWithOffset(new Date()),
    mono_ms: monoMs(),
  };
}

function fact(turf, type, payload) {
  return { ...row({ ...stamp(turf), type, payload }), door: null };
}

function row(event) {
  const { id, type, turf, at } = event;
  return { id, type, turf, at, event, sent: null, settled: false, refused: null };
}

// Numbers are taken inside the transaction: two tabs, or a crash, leave neither a gap nor a double. The door is
// folded from what the store holds, which another tab or a pull may have changed under the walk in memory.
async function store(rows, counts = []) {
  await write(["visits", "outbox", "doors", "meta"], async (transaction) => {
    const metas = transaction.objectStore("meta");
    const [last = 0, waiting = []] = await Promise.all([metas.get("seq"), metas.get("counts")]);
    for (const [place, row] of rows.entries()) {
      row.seq = last + place + 1;
      row.event = { ...row.event, device_seq: row.seq };
      await transaction.objectStore("visits").put(row);
      await transaction.objectStore("outbox").put({ seq: row.seq, id: row.id, event: row.event });
    }
    await metas.put(last + rows.length, "seq");
    if (counts.length > 0) await metas.put([...waiting, ...counts], "counts");
    for (const row of rows) await refoldDoor(transaction, row);
  });
}
