// A walk comes as one answer and is stored in one transaction: never half of it.
import { call } from "./api.js";
import { relearn, unheard } from "./building.js";
import { write } from "./database.js";
import { offsetOf } from "./lib/clock.js";
import { noteEpoch } from "./outbox.js";
import { refold, UNSEEN } from "./lib/refolding.js";

/** Fetch the turf and store it; `{doors, bytes, cursor}`, the cursor being the one to pull from afterwards. */
export async function download(turfId) {
  const answer = await call(`turfs/${turfId}/bundle`, { timeoutMs: 120_000 });
  const offset = offsetOf({ ...answer, serverTime: Date.parse(answer.body.server_time) });
  const bytes = weightOnTheWire(turfId) || new Blob([answer.raw]).size;
  await keep(answer.body, { offset, bytes });
  return { doors: answer.body.doors.length, bytes, cursor: answer.body.cursor };
}

/** Store a bundle in place of what there was of that turf; this phone's own waiting events keep their word. */
export async function keep(bundle, { offset, bytes = 0 }) {
  const turf = bundle.turf.id;
  await write(["turfs", "addresses", "doors", "visits", "outbox", "meta"], async (transaction) => {
    const store = (name) => transaction.objectStore(name);
    await noteEpoch(transaction, bundle.epoch, Date.parse(bundle.server_time));
    const me = await store("meta").get("me");
    const visits = await settledOf(store("visits"), turf);
    await clear(transaction, turf);
    const doors = bundle.doors.map((door) => doorRow(door, { turf, me, visits, offset }));
    const buildings = new Map(bundle.buildings?.map(({ address, ...building }) => [address, building]));
    await Promise.all([
      ...bundle.addresses.map((address) =>
        store("addresses").put({ ...address, turf, building: buildings.get(address.id) ?? null }),
      ),
      ...doors.map((door) => store("doors").put(door)),
      store("turfs").put({ ...bundle.turf, campaign: bundle.campaign, stations: bundle.stations, bytes }),
      store("meta").put(bundle.lease_until, "lease"),
      store("meta").put(offset, "offset"),
    ]);
    await relearn(transaction, turf, await unheard(transaction, turf));
  });
}

/** Remove a walk's doors from the phone; events stay for the fourteen days in which a restored server may ask. */
export async function forget(turf) {
  await write(["turfs", "addresses", "doors"], (transaction) => clear(transaction, turf));
}

// The bundle was made after the server had confirmed these.
async function settledOf(visits, turf) {
  const rows = await visits.index("turf").getAll(turf);
  for (const visit of rows) {
    if (!visit.sent || visit.settled) continue;
    visit.settled = true;
    await visits.put(visit);
  }
  return rows;
}

function doorRow({ state, last, ...door }, { turf, me, visits, offset }) {
  const heard = { state, last };
  const others = last && last.by === me?.first_name ? UNSEEN : heard;
  const mine = visits.filter((visit) => visit.door === door.id);
  return refold({ ...door, turf, heard, others }, mine, offset);
}

async function clear(transaction, turf) {
  await transaction.objectStore("turfs").delete(turf);
  for (const name of ["addresses", "doors"]) {
    const store = transaction.objectStore(name);
    await Promise.all((await store.index("turf").getAllKeys(turf)).map((key) => store.delete(key)));
  }
}

/** Bytes that really travelled; zero where the browser does not tell. */
function weightOnTheWire(turfId) {
  const entries = globalThis.performance?.getEntriesByType?.("resource") ?? [];
  return entries.findLast((entry) => entry.name.endsWith(`/turfs/${turfId}/bundle`))?.encodedBodySize ?? 0;
}
