// Handing the rest of a walk over to another phone: show a code, hear who took it, forget the doors then.
// The code comes from the server, which alone can tell who may read which doors.
import { call } from "./api.js";
import { meta, setMeta, write } from "./database.js";
import { handBack } from "./ending.js";

let taker = null;

/** Who took over on this phone's last relay, until the page is left; null before. */
export function takenBy() {
  return taker;
}

/** The offer under way: `{turf, state, name, words, qr, expires_at}`, kept so that a reload shows it again. */
export function offered() {
  return meta("relay");
}

/** Open a code for the rest of the turf; the one before it ends. */
export async function offer(turf) {
  const { body } = await call(`turfs/${turf.id}/relay`, { method: "POST", body: {} });
  const made = { ...body, turf: { id: turf.id, campaign: { id: turf.campaign.id }, outing: turf.outing } };
  await setMeta({ relay: made });
  return made;
}

/** What became of the offer; once taken, this phone sends what waits and forgets the doors as after a hand-back. */
export async function follow(app) {
  const made = await offered();
  if (!made) return null;
  const { body } = await call(`turfs/${made.turf.id}/relay`);
  const told = { ...made, ...body };
  if (told.state === "over") await setMeta({ relay: undefined });
  if (told.state === "taken" && (await claim())) {
    taker = told.name;
    await handBack(app, made, "walk.handed_over");
  }
  return told;
}

/** Take the offer back: nobody gets in by that code any more. */
export async function withdraw() {
  const made = await offered();
  if (made) await call(`turfs/${made.turf.id}/relay/close`, { method: "POST", body: {} });
  await setMeta({ relay: undefined });
}

// Two screens or tabs may hear of it at once; one of them ends the walk.
function claim() {
  return write(["meta"], async ({ store }) => {
    const there = await store.get("relay");
    await store.delete("relay");
    return there !== undefined;
  });
}
