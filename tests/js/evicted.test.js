import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { close } from "../../static/js/field/database.js";
import { finishEndings, handBack } from "../../static/js/field/ending.js";
import { isEvicted, restore, watchStore, whatHappened } from "../../static/js/field/evicted.js";
import { pushAll } from "../../static/js/field/push.js";
import { all, bundleOf, DOORS, ME, meta, visit, walking } from "./phone/ground.js";
import { noNetwork, refusing } from "./phone/server.js";
import { IDBFactory } from "fake-indexeddb";

const kept = new Map();
globalThis.sessionStorage = {
  getItem: (name) => kept.get(name) ?? null,
  setItem: (name, value) => kept.set(name, value),
  removeItem: (name) => kept.delete(name),
};
globalThis.location = { assign: (path) => (gone = path) };
let gone = null;

beforeEach(() => {
  kept.clear();
  gone = null;
});

const app = { me: ME, sync: { state: {} } };
const known = (fields) => refusing(200, { ...ME, turfs: [{ id: "t-1" }], seq_high: 7, seq_acked: 7, ...fields });

/** A phone in the middle of its walk whose store the system erases. */
async function erased() {
  const { server, walk } = await walking();
  server.bundles.set("t-1", bundleOf());
  await close();
  globalThis.indexedDB = new IDBFactory();
  return { server, walk };
}

test("a store in use is not taken for an erased one, nor one that was left on purpose", async () => {
  const { walk } = await walking();
  assert.equal(await isEvicted(), false);
  await handBack({ sync: { now: async () => {} }, router: { go: () => {} } }, walk);
  await pushAll();
  await finishEndings();

  assert.deepEqual([await meta("me"), await isEvicted()], [undefined, false]);
});

test("an erased store comes back from the server, and the phone says so", async () => {
  const { server } = await erased();
  server.breaks("device", known());

  await watchStore(app);

  assert.deepEqual([(await all("doors")).length, (await meta("me")).device, await meta("seq")], [3, "d-1", 7]);
  assert.deepEqual([whatHappened(), gone, await isEvicted()], [{ key: "back", n: 0 }, "/t/", false]);
});

test("visits that the server was told of and never got are said to be lost", async () => {
  const { server } = await erased();
  server.breaks("device", known({ seq_acked: 4 }));

  await watchStore(app);

  assert.deepEqual(whatHappened(), { key: "lost", n: 3 });
});

test("visits made since then are sent under numbers that were never used", async () => {
  const { server, walk } = await erased();
  await visit(walk, [0, "refused"], [1, "not_home"]);
  server.breaks("device", known());

  await watchStore(app);
  await visit(walk, [2, "refused"]);
  await pushAll();

  assert.deepEqual([...server.stored.values()].map((event) => event.device_seq), [8, 9, 10]);
  const rows = await all("visits");
  assert.deepEqual(rows.map((row) => row.seq === row.event.device_seq), [true, true, true]);
  assert.deepEqual((await all("doors")).filter((door) => door.state !== "todo").map((door) => door.id).sort(), DOORS);
});

test("without network the phone goes on, and tries again with the next door", async () => {
  const { server, walk } = await erased();
  server.breaks("device", noNetwork, known());
  await watchStore(app);
  assert.deepEqual([whatHappened().key, gone], ["offline", null]);
  await visit(walk, [0, "refused"]);

  await watchStore(app);

  assert.deepEqual([whatHappened().key, gone, (await all("outbox")).length], ["back", "/t/", 1]);
});

test("a phone that the server no longer knows is asked to join again, and keeps what it noted", async () => {
  const { server, walk } = await erased();
  await visit(walk, [0, "refused"]);
  server.breaks("device", refusing(401, { code: "device_unknown", detail: "" }));

  await watchStore(app);

  assert.deepEqual([whatHappened().key, gone, (await all("outbox")).length], ["unknown", "/t/", 1]);
});

test("a server in trouble is no answer: nothing is given up", async () => {
  const { server } = await erased();
  server.breaks("device", refusing(503, { code: "busy", detail: "" }));

  await watchStore(app);

  assert.deepEqual([whatHappened().key, gone], ["offline", null]);
});

test("a phone that was reported lost, or never joined, restores nothing by itself", async () => {
  const { server } = await erased();

  await watchStore({ me: null, sync: { state: {} } });
  await watchStore({ me: ME, sync: { state: { revoked: true } } });

  assert.deepEqual(server.asked, []);
});

test("a stranger is told nothing of a store that never was", async () => {
  const { server } = await erased();
  server.breaks("device", refusing(401, { code: "device_unknown", detail: "" }));

  assert.equal(await restore(), "unknown");

  assert.equal(whatHappened(), null);
});
