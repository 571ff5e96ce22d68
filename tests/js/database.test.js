import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fillDisk, newPhone } from "./phone/browser.js";
import { begin, close, isFull, meta, setMeta, STORES, wipe, write } from "../../static/js/field/database.js";

beforeEach(newPhone);

const put = (name, value) => (transaction) => transaction.objectStore("meta").put(value, name);

test("what was written is there after the connection closed", async () => {
  await setMeta({ side: "odd" });

  await close();

  assert.equal(await meta("side"), "odd");
});

test("work that fails half-way leaves nothing behind", async () => {
  const failing = write(["meta"], async (transaction) => {
    await put("first", 1)(transaction);
    throw new RangeError("half-way");
  });

  await assert.rejects(failing, RangeError);
  assert.equal(await meta("first"), undefined);
});

test("a full disk is told as such and leaves nothing behind", async () => {
  const empty = fillDisk("meta", 1);
  const failing = write(["meta"], (transaction) => Promise.all([put("a", 1)(transaction), put("b", 2)(transaction)]));

  const error = await failing.catch((caught) => caught);

  empty();
  assert.equal(isFull(error), true);
  assert.deepEqual([await meta("a"), await meta("b")], [undefined, undefined]);
});

test("a connection that the system took away is opened again", async () => {
  (await begin(["meta"])).db.close();

  await setMeta({ side: "even" });

  assert.equal(await meta("side"), "even");
});

test("an opening that failed once is tried again", async () => {
  const { open } = indexedDB;
  indexedDB.open = () => {
    throw new DOMException("Connection lost", "UnknownError");
  };
  await assert.rejects(meta("side"));

  indexedDB.open = open;

  assert.equal(await meta("side"), undefined);
});

test("wiping some stores spares the others", async () => {
  await setMeta({ side: "odd" });
  await write(["outbox"], ({ store }) => store.put({ seq: 1 }));

  await wipe(["outbox"]);

  assert.deepEqual([await (await begin(["outbox"])).store.count(), await meta("side")], [0, "odd"]);
});

// The store as earlier releases made it, written out: it must never be made by today's code.
function storeOfVersion(version) {
  return new Promise((resolve) => {
    const opening = indexedDB.open("canvass", version);
    opening.onupgradeneeded = () => {
      const db = opening.result;
      db.createObjectStore("turfs", { keyPath: "id" });
      db.createObjectStore("addresses", { keyPath: ["turf", "id"] }).createIndex("turf", "turf");
      db.createObjectStore("doors", { keyPath: ["turf", "id"] }).createIndex("turf", "turf");
      const visits = db.createObjectStore("visits", { keyPath: "id" });
      visits.createIndex("turf", "turf");
      if (version > 1) visits.createIndex("door", "door");
      db.createObjectStore("outbox", { keyPath: "seq" });
      db.createObjectStore("meta");
    };
    opening.onsuccess = () => resolve(opening.result);
  });
}

for (const version of [1, 2]) {
  test(`a phone of version ${version} keeps every row when it is updated`, async () => {
    const old = await storeOfVersion(version);
    const filling = old.transaction(STORES, "readwrite");
    const visit = { id: "v-1", turf: "t-1", door: "d-1", seq: 7, event: { device_seq: 7 } };
    filling.objectStore("visits").put(visit);
    filling.objectStore("doors").put({ turf: "t-1", id: "d-1", address: 3 });
    filling.objectStore("outbox").put({ seq: 7, id: "v-1", event: { device_seq: 7 } });
    filling.objectStore("meta").put(7, "seq");
    await new Promise((resolve) => (filling.oncomplete = resolve));
    old.close();

    const stores = await begin(["visits", "doors", "outbox", "meta"]);

    assert.deepEqual(await stores.objectStore("visits").index("door").getAll("d-1"), [visit]);
    assert.equal((await stores.objectStore("doors").index("address").getAll(["t-1", 3])).length, 1);
    assert.equal(await stores.objectStore("outbox").count(), 1);
    assert.equal(await stores.objectStore("meta").get("seq"), 7);
  });
}

for (const version of [1, 2]) {
  test(`a store of version ${version}, updated, and a new one are alike`, async () => {
    const shape = async () => {
      const stores = await begin(STORES);
      return STORES.map((name) => {
        const { keyPath, indexNames } = stores.objectStore(name);
        return [name, keyPath, [...indexNames]];
      });
    };
    const made = await shape();
    await newPhone();
    (await storeOfVersion(version)).close();

    assert.deepEqual(await shape(), made);
  });
}
