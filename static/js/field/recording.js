// Saving: the event, its place in the queue, and the door's new state, in one transaction or not at all.
import { relearn } from "./building.js";
import { write } from "./database.js";
import { isoWithOffset } from "./lib/clock.js";
import { SCHEMA } from "./lib/sending.js";
import { uuid7 } from "./lib/uuid7.js";
import { refoldDoor } from "./outbox.js";
import { monoMs } from "./ticking.js";
import { readWalk } from "./walk.js";

/**
 * A visit of a door, or with `supersedes` (a visit's id) its correction; `outcome: null` undoes. The walk in memory
 * changes at once. `{visit, saved}`: `saved` fulfils when it is on the disk, and rejects after taking it back.
 * `counts` are welcome and topic counts, which go their own way; `comeBackAt` says when, in a word; `along`: facts of
 * the same moment, [[type, payload]], stored with the visit or not at all.
 */
export function recordVisit(walk, { counts = [], along = [], ...said }) {
  const visit = visitRow(walk, said);
  walk.take(visit);
  const facts = along.map(([type, payload]) => fact(walk.turf, type, payload));
  const saved = store([visit, ...facts], counts).catch((error) => {
    walk.drop(visit);
    throw error;
  });
  return { visit, saved };
}

/**
 * What was learned at an address (its row), with the visits that go with it: all of it or nothing. `said`:
 * [{type, payload} | {door, outcome, supersedes?}]. The walk in memory changes at once. `{rows, saved}`: `saved`
 * rejects after reading the walk again, for what was built on what could not be stored.
 */
export function recordAt(walk, address, said) {
  const rows = said.map(({ type, payload, ...visit }) => {
    const row = type ? { ...fact(walk.turf, type, payload), address: address.id } : visitRow(walk, visit);
    if (type) walk.learn(row);
    else walk.take(row);
    return row;
  });
  const saved = store(rows).catch(async (error) => {
    const stored = await readWalk(walk.turf.id);
    if (stored) walk.load(stored);
    throw error;
  });
  return { rows, saved };
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

function visitRow(walk, { door, outcome, requests = [], comeBackAt, supersedes = null }) {
  const event = {
    ...stamp(walk.turf),
    type: supersedes ? "visit.corrected" : "visit.recorded",
    payload: { door: door.id, outcome, requests, ...(comeBackAt ? { come_back_at: comeBackAt } : {}) },
    ...(supersedes ? { supersedes } : {}),
  };
  return { ...row(event), seq: Number.MAX_SAFE_INTEGER, door: door.id, outcome, requests, supersedes };
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
  const learned = rows.filter((row) => row.address !== undefined);
  const stores = ["visits", "outbox", "doors", "meta", ...(learned.length ? ["addresses"] : [])];
  await write(stores, async (transaction) => {
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
    if (learned.length > 0) await relearn(transaction, rows[0].turf, learned);
    for (const row of rows) await refoldDoor(transaction, row);
  });
}
