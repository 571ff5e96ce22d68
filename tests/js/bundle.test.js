import assert from "node:assert/strict";
import { test } from "node:test";

import { forget, keep } from "../../static/js/field/bundle.js";
import { openWalk } from "../../static/js/field/walk.js";
import { fillDisk } from "./phone/browser.js";
import { all, bundleOf, door, DOORS, houseDoor, meta, visit, walking } from "./phone/ground.js";

const seenBy = (by, state) => ({ state, last: { at: "2020-02-13T08:00:00Z", by, count: 1 } });

test("a bundle replaces what there was of its walk and touches no other", async () => {
  await walking();
  await keep(bundleOf("t-2"), { offset: 0 });

  await keep(bundleOf("t-1", { doors: DOORS.slice(2) }), { offset: 0 });

  assert.deepEqual((await all("doors")).map(({ turf, id }) => [turf, id]), [
    ["t-1", DOORS[2]],
    ...DOORS.map((id) => ["t-2", id]),
  ]);
});

test("a bundle that does not fit leaves the walk as it was", async () => {
  await walking();
  const empty = fillDisk("doors");

  await assert.rejects(keep(bundleOf("t-1", { doors: DOORS.slice(2) }), { offset: 0 }));

  empty();
  assert.deepEqual((await all("doors")).map(({ id }) => id), DOORS);
});

test("what waits on the phone is shown over the bundle, and stays in the queue", async () => {
  const { walk } = await walking();
  await visit(walk, [0, "refused"]);
  const doors = [houseDoor(DOORS[0], 1, seenBy("Omar", "not_home"))];

  await keep({ ...bundleOf(), doors }, { offset: 0 });

  assert.deepEqual([(await door(0)).state, (await door(0)).others.state], ["refused", "not_home"]);
  assert.equal((await all("outbox")).length, 1);
});

test("a walk that is forgotten keeps its events", async () => {
  const { walk } = await walking();
  await visit(walk, [0, "refused"]);

  await forget("t-1");

  assert.equal(await openWalk("t-1"), null);
  assert.deepEqual([(await all("visits")).length, (await all("outbox")).length], [1, 1]);
});

test("silence is kept with the walk, to be told without network", async () => {
  await walking();
  const silence = [{ from: "2027-03-13T00:00:00+01:00", to: "2027-03-14T20:00:00+01:00" }];

  await keep(bundleOf("t-1", { campaign: { id: "c-valmont", silence } }), { offset: 5_000 });

  const walk = await openWalk("t-1");
  assert.deepEqual([walk.turf.campaign.silence, walk.offset], [silence, 5_000]);
});

test("the same epoch asks for nothing again", async () => {
  const { walk } = await walking();
  const [made] = await visit(walk, [0, "refused"]);

  await keep(bundleOf(), { offset: 0 });

  assert.deepEqual([(await all("outbox")).map(({ id }) => id), await meta("epoch")], [[made.id], "e1"]);
});
