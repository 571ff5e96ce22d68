// What the app's modules find around them in a browser, as far as tests need it.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { close } from "../../../static/js/field/database.js";

const world = new EventTarget();
globalThis.addEventListener = world.addEventListener.bind(world);
globalThis.dispatchEvent = world.dispatchEvent.bind(world);
globalThis.document = Object.assign(new EventTarget(), { visibilityState: "visible" });
globalThis.caches = { names: [], keys: async () => caches.names, delete: async (name) => forgetCache(name) };

const { put } = IDBObjectStore.prototype;

/** A phone on which nothing was ever stored. */
export async function newPhone() {
  IDBObjectStore.prototype.put = put;
  await close();
  globalThis.indexedDB = new IDBFactory();
  caches.names = ["canvass-1"];
  const navigator = { onLine: true, locks: new Locks() };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}

/** From now on no more than `saves` puts into this store succeed: then the disk is full, until the answer is called. */
export function fillDisk(store, saves = 0) {
  let left = saves;
  IDBObjectStore.prototype.put = function (...row) {
    const request = put.apply(this, row);
    const full = () => this.transaction._abort("QuotaExceededError");
    if (this.name === store && (left -= 1) < 0) request.addEventListener("success", full);
    return request;
  };
  return () => (IDBObjectStore.prototype.put = put);
}

// Web Locks, exclusive ones: one holder at a time, the others in line.
class Locks {
  #line = Promise.resolve();

  request(_name, work) {
    const turn = this.#line.then(() => work());
    this.#line = turn.catch(() => {});
    return turn;
  }
}

function forgetCache(name) {
  caches.names = caches.names.filter((kept) => kept !== name);
}

/** The address that the browser is at. */
globalThis.location = { pathname: "/t/t-1/", search: "" };
