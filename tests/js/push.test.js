import assert from "node:assert/strict";
import { test } from "node:test";

import { Refusal } from "../../static/js/field/api.js";
import { write } from "../../static/js/field/database.js";
import { figures } from "../../static/js/field/figures.js";
import { refusals } from "../../static/js/field/outbox.js";
import { pushAll, seal } from "../../static/js/field/push.js";
import { all, door, meta, visit, walking } from "./phone/ground.js";
import { answerLost, noNetwork, NOW, refusing, tooMany, twice } from "./phone/server.js";

async function walked(visits = 3) {
  const { server, walk } = await walking();
  const made = await visit(walk, ...Array.from({ length: visits }, (_, n) => [n % 3, "refused"]));
  return { server, walk, ids: made.map(({ id }) => id) };
}

test("everything that waits is sent in order, and marked with the server's time", async () => {
  const { server, ids } = await walked();

  await pushAll();

  assert.deepEqual(server.ids, ids);
  assert.deepEqual(await all("outbox"), []);
  assert.deepEqual((await all("visits")).map((row) => row.sent), ids.map(() => Date.parse(NOW)));
});

test("fifty at once, and the highest number is always told", async () => {
  const { server } = await walked(120);

  await pushAll();

  const sent = server.sent("sync/push").map(({ events, seq_high: high }) => [events.length, high]);
  assert.deepEqual(sent, [[50, 120], [50, 120], [20, 120]]);
});

for (const [name, fault] of [["lost", answerLost], ["doubled", twice]]) {
  test(`when the answer is ${name}, each event is on the server once and nothing waits`, async () => {
    const { server, ids } = await walked();
    server.breaks("sync/push", fault);
    await pushAll().catch(() => {});

    await pushAll();

    assert.deepEqual(server.ids, ids);
    assert.deepEqual(await figures(), { unsent: 0, refused: 0 });
  });
}

test("without network everything goes on waiting", async () => {
  const { server } = await walked();
  server.breaks("sync/push", noNetwork);

  await assert.rejects(pushAll());

  assert.deepEqual([await figures(), (await all("outbox")).length], [{ unsent: 3, refused: 0 }, 3]);
});

test("what is saved while an answer is on its way is sent as well", async () => {
  const { server, walk } = await walked(1);
  server.breaks("sync/push", async (answer) => {
    await visit(walk, [1, "not_home"]);
    return answer();
  });

  await pushAll();

  assert.deepEqual([server.ids.length, await figures()], [2, { unsent: 0, refused: 0 }]);
});

test("a refused event leaves the queue, stays to be read with its reason, and gives the door back", async () => {
  const { server, ids } = await walked();
  server.refusals.set(ids[1], "unknown_door");

  await pushAll();

  assert.deepEqual(await figures(), { unsent: 0, refused: 1 });
  assert.deepEqual((await refusals()).map(({ id, refused, quarantine }) => [id, refused, quarantine]), [
    [ids[1], "unknown_door", "q-2"],
  ]);
  assert.equal((await door(1)).state, "todo");
});

for (const status of [400, 413]) {
  test(`a batch refused with ${status} is halved until it passes`, async () => {
    const { server, ids } = await walked(5);
    server.breaks("sync/push", ...Array(8).fill(tooMany(2, status)));

    await pushAll();

    assert.deepEqual(server.sent("sync/push").map(({ events }) => events.length).slice(0, 3), [5, 3, 2]);
    assert.deepEqual(server.ids, ids);
  });
}

test("one event that the server cannot read goes alone and as text, and its neighbours pass", async () => {
  const { server, ids } = await walked(3);
  const refused = refusing(400, { code: "unreadable" });
  const unreadable = (answer, { events }) => (events.some(({ id }) => id === ids[1]) ? refused() : answer());
  server.breaks("sync/push", ...Array(10).fill(unreadable));

  await pushAll();

  const raw = server.sent("sync/push").flatMap(({ events }) => events).filter((event) => typeof event === "string");
  assert.deepEqual(raw.map((text) => JSON.parse(text).id), [ids[1]]);
  assert.deepEqual(server.ids, [ids[0], ids[2]]);
  assert.deepEqual((await refusals()).map(({ id }) => id), [ids[1]]);
});

test("an answer without a verdict is no answer, and is not asked for again at once", async () => {
  const { server } = await walked();
  const empty = refusing(200, { server_time: NOW, epoch: "e1", results: [] });
  server.breaks("sync/push", empty, empty);

  await assert.rejects(pushAll(), Refusal);

  assert.deepEqual([server.sent("sync/push").length, (await figures()).unsent], [1, 3]);
});

test("the fields of a person leave the phone with the answer, and are never sent again", async () => {
  const { server } = await walking();
  const event = { id: "c-1", type: "contact.consented", device_seq: 1, payload: { fields: { phone: "0600000000" } } };
  await write(["visits", "outbox", "meta"], async (transaction) => {
    await transaction.objectStore("visits").put({ id: "c-1", type: event.type, turf: "t-1", door: null, seq: 1, event });
    await transaction.objectStore("outbox").put({ seq: 1, id: "c-1", event });
  });

  await pushAll();
  server.epoch = "e2";
  server.stored.clear();
  const [{ event: kept }] = await all("visits");
  assert.deepEqual([kept.type, kept.payload, await all("outbox")], ["contact.consented", null, []]);
});

test("a restored server is given again all events of the last fourteen days, refused ones too", async () => {
  const { server, walk, ids } = await walked(3);
  server.refusals.set(ids[2], "unknown_door");
  await pushAll();
  const longAgo = Date.parse(NOW) - 15 * 24 * 3600_000;
  await write(["visits"], async ({ store }) => store.put({ ...(await store.get(ids[0])), sent: longAgo }));
  server.epoch = "e2";
  server.stored.clear();
  server.refusals.clear();
  const [late] = await visit(walk, [0, "not_home"]);

  await pushAll();

  assert.deepEqual([...server.ids].sort(), [ids[1], ids[2], late.id].sort());
  assert.deepEqual([await figures(), await meta("epoch")], [{ unsent: 0, refused: 0 }, "e2"]);
});

test("a phone killed while it gives everything again goes on with it", async () => {
  const { server, walk, ids } = await walked(3);
  await pushAll();
  server.epoch = "e2";
  server.stored.clear();
  const [late] = await visit(walk, [0, "not_home"]);
  server.breaks("sync/push", (answer) => answer(), noNetwork);
  await assert.rejects(pushAll());

  await pushAll();

  assert.deepEqual([...server.ids].sort(), [...ids, late.id].sort());
});

test("a revoked phone's last push holds as much as the server takes", async () => {
  const { server, ids } = await walked(5);
  server.breaks("sync/seal", ...Array(3).fill(tooMany(3)));

  await seal();

  assert.deepEqual(server.sealed.map(({ id }) => id), ids.slice(0, 3));
});

test("a first push after joining anew cannot take away another event of the same number", async () => {
  const { server, walk } = await walked(1);
  server.breaks("sync/push", async (answer) => {
    await write(["outbox", "meta"], async (transaction) => {
      await transaction.objectStore("outbox").clear();
      await transaction.objectStore("meta").delete("seq");
    });
    await visit(walk, [1, "not_home"]);
    return answer();
  });

  await pushAll();

  assert.equal(server.ids.length, 2);
});
