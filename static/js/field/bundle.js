// A walk comes as one answer and is stored in one transaction: never half of it.
import { call } from "./api.js";
import { write } from "./database.js";
import { offsetOf } from "./lib/clock.js";
import { walkingOrder } from "./lib/walking.js";
import { refold, UNSEEN } from "./walk.js";

/** Fetch the turf and store it; `{doors, bytes}`. */
export async function download(turfId, { reset = false } = {}) {
  const answer = await call(`turfs/${turfId}/bundle`, { timeoutMs: 120_000 });
  const offset = offsetOf({ ...answer, serverTime: Date.parse(answer.body.server_time) });
  const bytes = weightOnTheWire(turfId) || new Blob([answer.raw]).size;
  await keep(answer.body, { offset, bytes, reset });
  return { doors: answer.body.doors.length, bytes };
}

/** Store a bundle in place of what there was of that turf; this phone's own waiting events keep their word. */
export async function keep(bundle, { offset, bytes = 0, reset = false }) {
  const turf = bundle.turf.id;
  await write(["turfs", "addresses", "doors", "visits", "meta"], async (transaction) => {
    const store = (name) => transaction.objectStore(name);
    const [me, cursor] = await Promise.all([store("meta").get("me"), store("meta").get("cursor")]);
    const visits = await store("visits").index("turf").getAll(turf);
    for (const visit of visits) if (visit.sent && !visit.settled) store("visits").put({ ...visit, settled: true });
    await Promise.all([clear(store("addresses"), turf), clear(store("doors"), turf)]);
    for (const address of bundle.addresses) store("addresses").put({ ...address, turf });
    walkingOrder(bundle.addresses, bundle.doors).forEach((door, order) => {
      store("doors").put(doorRow(door, { turf, order, me, visits, offset }));
    });
    store("turfs").put({ ...bundle.turf, campaign: bundle.campaign, stations: bundle.stations, bytes });
    const told = { epoch: bundle.epoch, lease: bundle.lease_until, offset };
    if (reset || !cursor) told.cursor = bundle.cursor;
    for (const [name, value] of Object.entries(told)) store("meta").put(value, name);
  });
}

function doorRow({ state, last, ...door }, { turf, order, me, visits, offset }) {
  const heard = { state, last };
  const others = last && last.by === me?.first_name ? UNSEEN : heard;
  const here = visits.filter((visit) => visit.door === door.id);
  const mine = here.map((visit) => ({ ...visit, settled: Boolean(visit.sent) }));
  return refold({ ...door, turf, order, heard, others }, mine, offset);
}

async function clear(store, turf) {
  const keys = await store.index("turf").getAllKeys(turf);
  await Promise.all(keys.map((key) => store.delete(key)));
}

/** Bytes that really travelled; zero where the browser does not tell. */
function weightOnTheWire(turfId) {
  const entries = globalThis.performance?.getEntriesByType?.("resource") ?? [];
  return entries.findLast((entry) => entry.name.endsWith(`/turfs/${turfId}/bundle`))?.encodedBodySize ?? 0;
}
