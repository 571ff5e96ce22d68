import assert from "node:assert/strict";
import { test } from "node:test";

import { finishEndings, handBack } from "../../static/js/field/ending.js";
import { keep } from "../../static/js/field/bundle.js";
import { setMeta, STORES } from "../../static/js/field/database.js";
import { pushAll } from "../../static/js/field/push.js";
import { all, bundleOf, meta, visit, walking } from "./phone/ground.js";
import { noNetwork, refusing } from "./phone/server.js";

const app = { sync: { now: async () => {} }, router: { go: () => {} } };
const holds = async () => (await Promise.all(STORES.map(all))).flat().length;

test("a walk given back without network stays until its last event is confirmed", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "refused"]);
  await handBack(app, walk);

  await finishEndings();
  assert.deepEqual([(await all("doors")).length, await meta("ending")], [3, ["t-1"]]);

  await pushAll();
  await finishEndings();
  assert.deepEqual([[...server.stored.values()].at(-1).type, await all("doors")], ["walk.handed_back", []]);
});

test("with its last walk a phone forgets everything, store and kept files", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "refused"]);
  await handBack(app, walk);
  await pushAll();

  await finishEndings();

  assert.equal(server.sent("device/handback").length, 1);
  assert.deepEqual([await meta("ending"), caches.names], [[], []]);
  assert.equal(await holds(), 1); // that the walk was given back, for the thanks
});

test("a walk among several goes alone", async () => {
  const { server, walk } = await walking();
  await keep(bundleOf("t-2"), { offset: 0 });
  await handBack(app, walk);
  await pushAll();

  await finishEndings();

  assert.deepEqual([(await all("turfs")).map(({ id }) => id), server.sent("device/handback")], [["t-2"], []]);
});

test("counts that still wait hold the end back", async () => {
  const { walk } = await walking();
  await handBack(app, walk);
  await pushAll();
  await setMeta({ counts_sent: { batch: "b-1", items: [] } });

  await finishEndings();

  assert.equal((await all("turfs")).length, 1);
});

test("an end that the server did not hear is told again", async () => {
  const { server, walk } = await walking();
  await handBack(app, walk);
  await pushAll();
  server.breaks("device/handback", noNetwork);
  await finishEndings();
  assert.deepEqual([await meta("ending"), (await meta("me")).device], [["t-1"], "d-1"]);

  await finishEndings();

  assert.equal(await meta("me"), undefined);
});

test("a phone that was given another walk meanwhile stays", async () => {
  const { server, walk } = await walking();
  await handBack(app, walk);
  await pushAll();
  server.breaks("device/handback", refusing(409, { code: "turf_held", detail: "" }));

  await finishEndings();

  assert.deepEqual([await meta("ending"), (await meta("me")).device, await all("doors")], [[], "d-1", []]);
});
