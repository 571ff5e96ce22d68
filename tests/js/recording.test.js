import assert from "node:assert/strict";
import { test } from "node:test";

import { write } from "../../static/js/field/database.js";
import { recordVisit, recordWalk } from "../../static/js/field/recording.js";
import { fillDisk } from "./phone/browser.js";
import { all, door, DOORS, meta, visit, walking } from "./phone/ground.js";

test("a visit, its place in the queue and the door's state are stored together", async () => {
  const { walk } = await walking();

  const [made] = await visit(walk, [0, "refused", { requests: ["proxy"] }]);

  const [event] = (await all("outbox")).map((row) => row.event);
  assert.deepEqual((await all("visits")).map(({ id, seq, sent }) => [id, seq, sent]), [[made.id, 1, null]]);
  assert.deepEqual([event.id, event.type, event.device_seq], [made.id, "visit.recorded", 1]);
  assert.deepEqual(event.payload, { door: DOORS[0], outcome: "refused", requests: ["proxy"] });
  assert.equal((await door(0)).state, "refused");
});

test("the walk in memory changes before the disk has answered", async () => {
  const { walk } = await walking();

  const { saved } = recordVisit(walk, { door: walk.door(DOORS[0]), outcome: "not_home" });

  assert.equal(walk.door(DOORS[0]).state, "not_home");
  await saved;
});

for (const store of ["visits", "outbox", "meta", "doors"]) {
  test(`on a disk that is full at ${store}, nothing of the visit is stored or shown`, async () => {
    const { walk } = await walking();
    const empty = fillDisk(store);
    const { saved } = recordVisit(walk, { door: walk.door(DOORS[0]), outcome: "not_home", counts: [{ n: 1 }] });

    const error = await saved.catch((caught) => caught);

    empty();
    assert.equal(error.name, "QuotaExceededError");
    assert.deepEqual([await all("visits"), await all("outbox"), await meta("counts")], [[], [], undefined]);
    assert.deepEqual([walk.door(DOORS[0]).state, walk.visits], ["todo", []]);
  });
}

test("numbers follow one another without a gap, also over a save that failed", async () => {
  const { walk } = await walking();
  await visit(walk, [0, "not_home"]);
  const empty = fillDisk("outbox");
  await assert.rejects(visit(walk, [1, "refused"]));
  empty();

  await visit(walk, [1, "refused"], [2, "no_access"]);

  assert.deepEqual((await all("outbox")).map(({ seq, event }) => [seq, event.device_seq]), [[1, 1], [2, 2], [3, 3]]);
});

test("twenty saves at once, as of two tabs, take twenty numbers", async () => {
  const { walk } = await walking();

  const saves = Array.from({ length: 20 }, (_, n) => recordVisit(walk, { door: walk.door(DOORS[n % 3]), outcome: "refused" }));
  await Promise.all(saves.map(({ saved }) => saved));

  assert.deepEqual((await all("outbox")).map((row) => row.seq), Array.from({ length: 20 }, (_, n) => n + 1));
  assert.equal(await meta("seq"), 20);
});

test("an undo is a correction that names the visit, and the visit stays", async () => {
  const { walk } = await walking();
  const [made] = await visit(walk, [0, "refused"]);

  await visit(walk, [0, null, { supersedes: made.id }]);

  const undo = (await all("outbox"))[1].event;
  assert.deepEqual([undo.type, undo.supersedes, undo.payload.outcome], ["visit.corrected", made.id, null]);
  assert.deepEqual([(await all("visits")).length, (await door(0)).state], [2, "todo"]);
});

test("a save keeps what the server said of the door while the walk was in memory", async () => {
  const { walk } = await walking();
  const heard = { state: "conversation", last: { at: "2027-02-13T09:00:00Z", by: "Omar" } };
  const held = await door(0);
  await write(["doors"], ({ store }) => store.put({ ...held, heard, others: heard }));

  await visit(walk, [0, "not_home"]);

  assert.deepEqual((await door(0)).others, heard);
});

test("counts wait apart and name no door, visit or time", async () => {
  const { walk } = await walking();
  const counts = [{ station: "94033-0001", welcome: "hesitant", n: 1 }];

  await visit(walk, [0, "conversation", { counts }]);

  assert.deepEqual(await meta("counts"), counts);
  assert.equal(JSON.stringify(await all("outbox")).includes("hesitant"), false);
});

test("the beginning of a walk waits like a visit and belongs to no door", async () => {
  const { walk } = await walking();

  await recordWalk(walk.turf, "walk.started");

  const [row] = await all("outbox");
  assert.deepEqual([row.event.type, row.event.payload], ["walk.started", { turf: "t-1", outing: "o-31" }]);
});
