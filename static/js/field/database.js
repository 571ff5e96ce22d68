// The phone's own database. Everything on screen is read from here; the network only fills and empties it.
import { openDB } from "idb";

const NAME = "canvass";
const VERSION = 1;
export const STORES = ["turfs", "addresses", "doors", "visits", "outbox", "meta"];

let opened = null;

/** The open database; opened again if the system closed it in the background. */
export function database() {
  opened ??= openDB(NAME, VERSION, {
    upgrade(db) {
      db.createObjectStore("turfs", { keyPath: "id" });
      db.createObjectStore("addresses", { keyPath: ["turf", "id"] }).createIndex("turf", "turf");
      db.createObjectStore("doors", { keyPath: ["turf", "id"] }).createIndex("turf", "turf");
      db.createObjectStore("visits", { keyPath: "id" }).createIndex("turf", "turf");
      db.createObjectStore("outbox", { keyPath: "seq" });
      db.createObjectStore("meta");
    },
    blocking: close,
    terminated: () => (opened = null),
  });
  return opened;
}

/** One transaction that is on the disk when it is done. */
export async function write(stores, work) {
  const db = await database();
  const transaction = db.transaction(stores, "readwrite", { durability: "strict" });
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    await transaction.done.catch(() => {});
    throw error;
  }
}

export async function meta(name) {
  return (await database()).get("meta", name);
}

export async function setMeta(values) {
  await write(["meta"], (transaction) =>
    Promise.all(Object.entries(values).map(([name, value]) => transaction.store.put(value, name))),
  );
}

/** Forget everything: a revoked phone, or a walk handed back. */
export async function wipe(stores = STORES) {
  await write(stores, (transaction) => Promise.all(stores.map((name) => transaction.objectStore(name).clear())));
}

export async function close() {
  const db = await opened;
  opened = null;
  db?.close();
}

/** Whether this failure means that the phone is full. */
export function isFull(error) {
  return error?.name === "QuotaExceededError" || error?.inner?.name === "QuotaExceededError";
}
