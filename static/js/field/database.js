// The phone's own database. Everything on screen is read from here; the network only fills and empties it.
import { openDB } from "idb";

const NAME = "canvass";
export const STORES = ["turfs", "addresses", "doors", "visits", "outbox", "meta"];

// One step for each version that phones may hold. A released step never changes: phones update months apart.
const STEPS = [
  (db) => {
    db.createObjectStore("turfs", { keyPath: "id" });
    db.createObjectStore("addresses", { keyPath: ["turf", "id"] }).createIndex("turf", "turf");
    db.createObjectStore("doors", { keyPath: ["turf", "id"] }).createIndex("turf", "turf");
    db.createObjectStore("visits", { keyPath: "id" }).createIndex("turf", "turf");
    db.createObjectStore("outbox", { keyPath: "seq" });
    db.createObjectStore("meta");
  },
  (_db, transaction) => transaction.objectStore("visits").createIndex("door", "door"),
  (_db, transaction) => transaction.objectStore("doors").createIndex("address", ["turf", "address"]),
];

let opened = null;

function database() {
  opened ??= openDB(NAME, STEPS.length, {
    upgrade: (db, from, _to, transaction) => STEPS.slice(from).forEach((step) => step(db, transaction)),
    blocking: close,
    terminated: () => (opened = null),
  });
  return opened;
}

/** A transaction over these stores; on a new connection where the system took the old one away, or opening failed. */
export async function begin(stores, mode = "readonly", options = {}) {
  try {
    return (await database()).transaction(stores, mode, options);
  } catch {
    await close();
    return (await database()).transaction(stores, mode, options);
  }
}

/** One transaction that is on the disk when it is done; whatever fails in it, nothing of it is. */
export async function write(stores, work) {
  const transaction = await begin(stores, "readwrite", { durability: "strict" });
  const over = transaction.done.catch(() => {}); // it may fail before the work does
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    await over;
    throw transaction.error ?? error; // "disk full" rather than "aborted"
  }
}

export async function meta(name) {
  return (await begin(["meta"])).store.get(name);
}

export async function setMeta(values) {
  await write(["meta"], (transaction) =>
    Promise.all(Object.entries(values).map(([name, value]) => transaction.store.put(value, name))),
  );
}

/** Forget everything, or what these stores hold. */
export async function wipe(stores = STORES) {
  await write(stores, (transaction) => Promise.all(stores.map((name) => transaction.objectStore(name).clear())));
}

export async function close() {
  const closing = opened;
  opened = null;
  (await closing?.catch(() => null))?.close();
}

/** Whether this failure means that the phone is full. */
export function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // it is over already
  }
}
