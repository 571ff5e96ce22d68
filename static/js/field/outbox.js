// The queue of events that the server has not confirmed, and what became of the others.
import { begin, write } from "./database.js";
import { isSetAside } from "./figures.js";
import { KEPT_MS, settle } from "./lib/sending.js";
import { refold } from "./lib/refolding.js";

// Fields of people leave the phone as soon as the server has answered (sync, section 7).
const PERSONAL = ["contact.consented"];

/** The next rows to send, oldest first. */
export async function waiting(limit) {
  return (await begin(["outbox"])).store.getAll(undefined, limit);
}

/** What the server set aside, newest first. */
export async function refusals() {
  const visits = await (await begin(["visits"])).store.getAll();
  return visits.filter(isSetAside).sort((a, b) => b.seq - a.seq);
}

/** Apply one answer, `now` on the server's clock: one transaction, so a crash repeats the push and nothing else. */
export async function apply(rows, { results, epoch }, now) {
  const { sent, refused } = settle(rows, results);
  await write(["outbox", "visits", "doors", "meta"], async (transaction) => {
    for (const row of sent) await answered(transaction, row, { sent: now });
    for (const { row, code, quarantine } of refused) {
      await answered(transaction, row, { sent: now, settled: true, refused: code, quarantine });
    }
    await noteEpoch(transaction, epoch, now);
  });
  return sent.length + refused.length;
}

/** The server of another epoch was restored and lacks what it once confirmed: the last 14 days wait again. */
export async function noteEpoch(transaction, epoch, now) {
  const metas = transaction.objectStore("meta");
  const known = await metas.get("epoch");
  if (known === epoch) return;
  await metas.put(epoch, "epoch");
  if (known === undefined) return;
  const visits = transaction.objectStore("visits");
  for (const visit of await visits.getAll()) {
    if (!visit.sent || !visit.event.payload || now - visit.sent > KEPT_MS) continue;
    await visits.put({ ...visit, sent: null, settled: false, refused: null });
    await transaction.objectStore("outbox").put({ seq: visit.seq, id: visit.id, event: visit.event });
  }
}

/** Identifiers of what the server has, and may not have told us back yet. */
export async function unsettled() {
  const visits = await (await begin(["visits"])).store.getAll();
  return visits.filter((visit) => visit.sent && !visit.settled).map((visit) => visit.id);
}

/** The server's word on the doors now includes these events. */
export async function markSettled(ids) {
  await write(["visits", "doors", "meta"], async (transaction) => {
    const visits = transaction.objectStore("visits");
    for (const id of ids) {
      const visit = await visits.get(id);
      if (!visit?.sent) continue;
      await visits.put({ ...visit, settled: true });
      await refoldDoor(transaction, visit);
    }
  });
}

/** Forget confirmed events older than 14 days; `now` on the server's clock, as the phone's may be a year ahead. */
export async function forgetOld(now) {
  await write(["visits"], async ({ store }) => {
    for (const visit of await store.getAll())
      if (visit.sent && now - visit.sent > KEPT_MS) await store.delete(visit.id);
  });
}

/** The volunteer has read why; the server keeps the event for the leader. */
export async function dismiss(id) {
  await write(["visits"], async ({ store }) => store.put({ ...(await store.get(id)), dismissed: true }));
}

/** Write the state of a door that its visits and the server's word amount to. */
export async function refoldDoor(transaction, { turf, door: id }) {
  const door = id && (await transaction.objectStore("doors").get([turf, id]));
  if (!door) return;
  const [visits, offset] = await Promise.all([
    transaction.objectStore("visits").index("door").getAll(id),
    transaction.objectStore("meta").get("offset"),
  ]);
  const here = visits.filter((visit) => visit.turf === turf);
  await transaction.objectStore("doors").put(refold(door, here, offset));
}

// The row is looked at again: after joining anew, another event may wait under the same number.
async function answered(transaction, row, said) {
  const [outbox, visits] = ["outbox", "visits"].map((name) => transaction.objectStore(name));
  const [waits, visit] = await Promise.all([outbox.get(row.seq), visits.get(row.id)]);
  if (waits?.id === row.id) await outbox.delete(row.seq);
  if (!visit) return;
  const event = PERSONAL.includes(visit.type) ? { ...visit.event, payload: null } : visit.event;
  await visits.put({ ...visit, ...said, event });
  if (said.refused) await refoldDoor(transaction, visit);
}
