// The queue of events that the server has not confirmed, and what became of the others.
import { database, write } from "./database.js";
import { KEPT_MS, settle } from "./lib/sending.js";
import { refold } from "./walk.js";

/** The next rows to send, oldest first. */
export async function waiting(limit) {
  return (await database()).getAll("outbox", undefined, limit);
}

/** `{unsent, refused, high}`: rows waiting, events set aside by the server, highest number ever given. */
export async function figures() {
  const db = await database();
  const [unsent, visits, high] = await Promise.all([db.count("outbox"), db.getAll("visits"), db.get("meta", "seq")]);
  return { unsent, refused: visits.filter((visit) => visit.refused && !visit.dismissed).length, high: high ?? 0 };
}

/** What the server set aside, newest first. */
export async function refusals() {
  const visits = await (await database()).getAll("visits");
  return visits.filter((visit) => visit.refused && !visit.dismissed).sort((a, b) => b.seq - a.seq);
}

/** Apply the verdicts of one answer: one transaction, so a crash repeats the push and nothing else. */
export async function apply(rows, results, now) {
  const { sent, refused } = settle(rows, results);
  await write(["outbox", "visits", "doors", "meta"], async (transaction) => {
    const visits = transaction.objectStore("visits");
    const outbox = transaction.objectStore("outbox");
    for (const row of sent) {
      const visit = await visits.get(row.id);
      if (visit) visits.put({ ...visit, sent: now });
      outbox.delete(row.seq);
    }
    for (const { row, code, quarantine } of refused) {
      const visit = await visits.get(row.id);
      if (visit) visits.put({ ...visit, sent: now, settled: true, refused: code, quarantine });
      outbox.delete(row.seq);
      if (visit?.door) await refoldDoor(transaction, visit.turf, visit.door);
    }
  });
  return { sent: sent.length, refused: refused.length };
}

/** The server folded everything sent before the pull that just ended. */
export async function settled(sentBefore) {
  await write(["visits"], async ({ store }) => {
    for (const visit of await store.getAll()) {
      if (visit.sent && !visit.settled && visit.sent <= sentBefore) store.put({ ...visit, settled: true });
    }
  });
}

/** A restored server lacks what it once confirmed: all events of the last 14 days wait again. */
export async function requeue(now) {
  await write(["visits", "outbox"], async (transaction) => {
    for (const visit of await transaction.objectStore("visits").getAll()) {
      if (!visit.sent || visit.refused || now - visit.sent > KEPT_MS) continue;
      transaction.objectStore("visits").put({ ...visit, sent: null, settled: false });
      transaction.objectStore("outbox").put({ seq: visit.seq, id: visit.id, event: visit.event });
    }
  });
}

/** Forget confirmed events older than 14 days. */
export async function forgetOld(now) {
  await write(["visits"], async ({ store }) => {
    for (const visit of await store.getAll()) if (visit.sent && now - visit.sent > KEPT_MS) store.delete(visit.id);
  });
}

/** The volunteer has read why; the server keeps the event for the leader. */
export async function dismiss(id) {
  await write(["visits"], async ({ store }) => store.put({ ...(await store.get(id)), dismissed: true }));
}

export async function refoldDoor(transaction, turf, id) {
  const door = await transaction.objectStore("doors").get([turf, id]);
  if (!door) return;
  const visits = await transaction.objectStore("visits").index("turf").getAll(turf);
  const offset = await transaction.objectStore("meta").get("offset");
  transaction.objectStore("doors").put(
    refold(
      door,
      visits.filter((visit) => visit.door === id),
      offset,
    ),
  );
}
