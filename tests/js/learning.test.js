import assert from "node:assert/strict";
import { test } from "node:test";

import { keep } from "../../static/js/field/bundle.js";
import { elevation } from "../../static/js/field/lib/building.js";
import { noteEpoch, refusals } from "../../static/js/field/outbox.js";
import { pullAll } from "../../static/js/field/pull.js";
import { pushAll } from "../../static/js/field/push.js";
import { recordAt } from "../../static/js/field/recording.js";
import { openWalk } from "../../static/js/field/walk.js";
import { write } from "../../static/js/field/database.js";
import { fillDisk } from "./phone/browser.js";
import { all, bundleOf, DOORS, houseDoor, walking } from "./phone/ground.js";
import { NOW } from "./phone/server.js";

const STAIR = { type: "staircase.added", payload: { id: "s-1", address: 1, name: "A", position: 1 } };
const FLOOR = { type: "floor.added", payload: { id: "f-1", staircase: "s-1", number: 2 } };
const DOOR = { type: "door.added", payload: { id: "d-9", address: 1, floor: "f-1", name: "1", position: 1 } };
const FOUND = [STAIR, FLOOR, DOOR];

async function found(walk, said = FOUND) {
  const { rows, saved } = recordAt(walk, walk.places.get(1), said);
  await saved;
  return rows;
}

/** What the walk shows of the first address: floors with their doors and states, then doors of no floor. */
function shown(walk) {
  const { staircases, loose } = elevation(walk.siteOf(walk.places.get(1)));
  const told = (doors) => doors.map(({ id, state }) => `${id} ${state}`);
  return [...staircases.flatMap(({ floors }) => floors.map(({ level, doors }) => [level, ...told(doors)])), told(loose)];
}

const GROWN = [[2, "d-9 todo"], [`${DOORS[0]} todo`]];

test("what was found is shown at once, and the events wait in their order", async () => {
  const { walk } = await walking();

  const { saved } = recordAt(walk, walk.places.get(1), FOUND);

  assert.deepEqual(shown(walk), GROWN);
  await saved;
  assert.deepEqual((await all("outbox")).map(({ seq, event }) => [seq, event.device_seq, event.type]), [
    [1, 1, "staircase.added"],
    [2, 2, "floor.added"],
    [3, 3, "door.added"],
  ]);
});

test("after a reload the building stands, and its doors are walked from the top", async () => {
  const { walk } = await walking();
  const high = { ...FLOOR, payload: { ...FLOOR.payload, id: "f-2", number: 7 } };
  await found(walk, [...FOUND, high, { ...DOOR, payload: { ...DOOR.payload, id: "d-8", floor: "f-2" } }]);

  const again = await openWalk("t-1");

  assert.deepEqual(shown(again), [[7, "d-8 todo"], ...GROWN]);
  assert.deepEqual(again.doors.map(({ id }) => id), [DOORS[0], "d-8", "d-9", DOORS[1], DOORS[2]]);
  assert.equal(again.signature, walk.signature);
});

test("a new door may be visited in the same breath, and the visit outlives everything", async () => {
  const { walk } = await walking();

  await found(walk, [...FOUND, { door: { id: "d-9" }, outcome: "no_access" }]);
  await keep(bundleOf(), { offset: 0 });

  assert.deepEqual(shown(walk)[0], [2, "d-9 no_access"]);
  assert.deepEqual(shown(await openWalk("t-1"))[0], [2, "d-9 no_access"]);
});

test("a bundle that does not know of it yet does not hide it", async () => {
  const { walk } = await walking();
  await found(walk);

  await keep(bundleOf(), { offset: 0 });
  await keep(bundleOf(), { offset: 0 });

  assert.deepEqual(shown(await openWalk("t-1")), GROWN);
});

test("once the server has heard it its word counts alone", async () => {
  const { walk } = await walking();
  await found(walk);
  await pushAll();

  await keep(bundleOf(), { offset: 0 });

  assert.deepEqual(shown(await openWalk("t-1")), [[`${DOORS[0]} todo`]]);
});

test("a restored server hears it again, and meanwhile it is shown", async () => {
  const { walk } = await walking();
  await found(walk);
  await pushAll();

  await write(["meta", "visits", "outbox"], (transaction) => noteEpoch(transaction, "e2", Date.parse(NOW)));
  await keep(bundleOf("t-1", { epoch: "e2" }), { offset: 0 });

  assert.deepEqual(shown(await openWalk("t-1")), GROWN);
  assert.equal((await all("outbox")).length, 3);
});

test("what another phone found comes beside what waits here", async () => {
  const { server, walk } = await walking();
  await found(walk);
  const staircases = [{ id: "s-7", name: "B", rank: 2, floors: [{ id: "f-7", level: 1 }] }];
  server.changes = [
    { kind: "building", address: 1, intercom: 12, do_not_knock: false, staircases },
    { kind: "building", address: 99, intercom: 3, do_not_knock: false, staircases: [] },
    { kind: "door", ...houseDoor("d-7", 1, { floor_id: "f-7", staircase: "B", floor: 1 }) },
  ];

  await pullAll();

  const again = await openWalk("t-1");
  assert.deepEqual(shown(again), [[2, "d-9 todo"], [1, "d-7 todo"], [`${DOORS[0]} todo`]]);
  assert.equal(again.places.get(1).building.intercom, 12);
  assert.equal(again.places.size, 3);
});

test("a guess that gave way here stays away, unless the server tells that somebody was there", async () => {
  const { server, walk } = await walking();
  const guess = houseDoor(DOORS[0], 1, { estimated: true });
  await keep({ ...bundleOf(), doors: [guess] }, { offset: 0 });
  walk.load({ ...(await rows()), offset: 0 });
  await found(walk);
  assert.deepEqual(shown(walk), [[2, "d-9 todo"], []]);
  assert.deepEqual((await all("doors")).map(({ id }) => id), ["d-9"]);

  const last = { at: "2027-02-13T09:41:00Z", by: "Omar", count: 1 };
  server.changes = [{ kind: "door", ...guess, state: "refused", last }];
  await pullAll();

  assert.deepEqual(shown(await openWalk("t-1")), [[2, "d-9 todo"], [`${DOORS[0]} refused`]]);
});

for (const store of ["visits", "outbox", "doors", "addresses"]) {
  test(`on a disk that is full at ${store}, nothing of it is stored or shown`, async () => {
    const { walk } = await walking();
    const empty = fillDisk(store);

    await assert.rejects(found(walk), { name: "QuotaExceededError" });

    empty();
    assert.deepEqual(shown(walk), [[`${DOORS[0]} todo`]]);
    assert.deepEqual([await all("visits"), await all("outbox")], [[], []]);
  });
}

async function rows() {
  const [[turf], addresses, doors, visits] = await Promise.all(["turfs", "addresses", "doors", "visits"].map(all));
  return { turf, addresses, doors, visits };
}

test("what was seen at a door that the server refused is set aside with it, to be read, and never lost", async () => {
  const { server, walk } = await walking();
  const [, , door, visit] = await found(walk, [...FOUND, { door: { id: "d-9" }, outcome: "refused" }]);
  for (const { id } of [door, visit]) server.refusals.set(id, "unknown_door");

  await pushAll();
  await keep(bundleOf(), { offset: 0 });

  const aside = (await refusals()).map(({ type, refused }) => [type, refused]);
  assert.deepEqual(aside, [["visit.recorded", "unknown_door"], ["door.added", "unknown_door"]]);
  assert.deepEqual(shown(await openWalk("t-1")), [[`${DOORS[0]} todo`]]);
});
