// Giving a walk back: the leader hears it, and the phone forgets the doors once everything is sent.
import { call } from "./api.js";
import { database, meta, setMeta, write } from "./database.js";
import { recordWalk } from "./recording.js";

/** Say that the walk is over, send what waits, and forget it; without network the phone keeps it until it can. */
export async function handBack(app, walk) {
  await recordWalk(walk.turf, "walk.handed_back");
  await setMeta({ ending: [...new Set([...((await meta("ending")) ?? []), walk.turf.id])] });
  await app.sync.now({ ending: true });
  app.router.go("/t/", { replace: true });
}

/** Forget the walks given back whose every event is confirmed. Returns whether any is still waiting. */
export async function finishEndings() {
  const ending = (await meta("ending")) ?? [];
  if (ending.length === 0) return false;
  const db = await database();
  if ((await db.count("outbox")) > 0 || (await db.get("meta", "counts_sent"))) return true;
  for (const turf of ending) await forget(turf);
  await setMeta({ ending: [] });
  // The last call of this phone: its token ends, and the browser is asked to forget the rest. A refusal changes nothing.
  if ((await db.count("turfs")) === 0) await call("device/handback", { method: "POST", body: {} }).catch(() => {});
  return false;
}

/** Remove a walk's doors from the phone; events stay for the fourteen days in which a restored server may ask. */
export async function forget(turf) {
  await write(["turfs", "addresses", "doors"], async (transaction) => {
    transaction.objectStore("turfs").delete(turf);
    for (const name of ["addresses", "doors"]) {
      const store = transaction.objectStore(name);
      for (const key of await store.index("turf").getAllKeys(turf)) store.delete(key);
    }
  });
}
