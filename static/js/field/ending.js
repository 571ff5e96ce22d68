// Giving a walk back: the leader hears it, and the phone forgets the doors once everything is sent.
import { call, Refusal } from "./api.js";
import { forget } from "./bundle.js";
import { begin, meta, setMeta, wipe } from "./database.js";
import { removeWorker } from "./installing.js";
import { recordWalk } from "./recording.js";

/** Say that the walk is over, send what waits, and forget it; without network the phone keeps it until it can. */
export async function handBack(app, { turf }, type = "walk.handed_back") {
  await recordWalk(turf, type);
  await setMeta({ ending: [...new Set([...((await meta("ending")) ?? []), turf.id])] });
  await app.sync.now({ ending: true });
  app.router.go("/t/", { replace: true });
}

/** Forget the walks given back whose every event is confirmed, and the whole phone when it was its last walk. */
export async function finishEndings() {
  const ending = (await meta("ending")) ?? [];
  if (ending.length === 0 || (await somethingWaits())) return;
  for (const turf of ending) await forget(turf);
  const isLast = (await (await begin(["turfs"])).store.count()) === 0;
  const token = isLast ? await endToken() : "kept";
  if (token === "unheard") return; // asked again after the next exchange
  if (token === "ended") await leave();
  await setMeta({ ending: [] });
}

/** Leave nothing behind: neither store nor kept files. The server asks for it too, which not every browser obeys. */
export async function leave() {
  await wipe();
  await removeWorker();
}

async function somethingWaits() {
  const [rows, counts] = await Promise.all([(await begin(["outbox"])).store.count(), meta("counts_sent")]);
  return rows > 0 || Boolean(counts);
}

// Refused, the phone stays as it is: its leader may just have given it another walk.
async function endToken() {
  try {
    await call("device/handback", { method: "POST", body: {} });
    return "ended";
  } catch (error) {
    return error instanceof Refusal && error.code ? "kept" : "unheard";
  }
}
