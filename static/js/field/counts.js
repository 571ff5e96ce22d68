// Welcome and topic counts travel by themselves: summed, shuffled, at least five at a time, without door or time.
import { call, Refusal } from "./api.js";
import { write } from "./database.js";
import { mayTravel, summed } from "./lib/tallying.js";

/** Send what may travel. A batch once frozen never changes, so that a repeat is known as one. */
export async function sendCounts({ ending = false } = {}) {
  const batch = await freeze(ending);
  if (!batch) return;
  try {
    await call("sync/tallies", { method: "POST", body: batch });
    await write(["meta"], ({ store }) => store.delete("counts_sent"));
  } catch (error) {
    // A batch the server does not want is kept and tried again; it must not hold up the visits of others.
    if (!(error instanceof Refusal && [400, 403, 404].includes(error.status))) throw error;
  }
}

async function freeze(ending) {
  return write(["meta"], async ({ store }) => {
    const [frozen, items, me] = await Promise.all([store.get("counts_sent"), store.get("counts"), store.get("me")]);
    if (frozen) return frozen;
    if (!items || !mayTravel(items, ending)) return null;
    // A random batch id: an ordered one would carry the time.
    const batch = { batch: crypto.randomUUID(), outing: me.outing, items: summed(items) };
    store.put(batch, "counts_sent");
    store.delete("counts");
    return batch;
  });
}

/** Add counts outside a visit: the opposite ones, when a discussion is undone. */
export async function addCounts(items) {
  if (items.length === 0) return;
  await write(["meta"], async ({ store }) => store.put([...((await store.get("counts")) ?? []), ...items], "counts"));
}
