// Welcome and topic counts travel by themselves: summed, shuffled, at least five at a time, without door or time.
import { call, Refusal } from "./api.js";
import { write } from "./database.js";
import { mayTravel, summed } from "./lib/tallying.js";
import { uuid4 } from "./lib/uuid4.js";

/** Send what may travel. A batch once frozen never changes, so that a repeat is known as one. */
export async function sendCounts({ ending = false } = {}) {
  const batch = await freeze(ending);
  if (!batch) return;
  try {
    await call("sync/tallies", { method: "POST", body: batch });
    await close();
  } catch (error) {
    if (!isFinal(error)) throw error;
    await close(batch);
  }
}

async function freeze(ending) {
  return write(["meta"], async ({ store }) => {
    const names = ["counts_sent", "counts", "me", "ending"];
    const [frozen, items, me, walks] = await Promise.all(names.map((name) => store.get(name)));
    if (frozen) return frozen;
    if (!items || !me || !mayTravel(items, ending || walks?.length > 0)) return null;
    // A random batch id: an ordered one would carry the time.
    const batch = { batch: uuid4(), outing: me.outing, items: summed(items) };
    await Promise.all([store.put(batch, "counts_sent"), store.delete("counts")]);
    return batch;
  });
}

// One that the server will never want is put aside, lest it hold up the next ones and the end of the walk.
async function close(unwanted = null) {
  await write(["meta"], async ({ store }) => {
    await store.delete("counts_sent");
    if (unwanted) await store.put([...((await store.get("counts_refused")) ?? []), unwanted], "counts_refused");
  });
}

function isFinal(error) {
  return error instanceof Refusal && error.code !== "" && [400, 403, 404, 422].includes(error.status);
}
