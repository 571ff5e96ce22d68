import assert from "node:assert/strict";
import { test } from "node:test";

import { setMeta, write } from "../../static/js/field/database.js";
import { pullAll } from "../../static/js/field/pull.js";
import { pushAll } from "../../static/js/field/push.js";
import { openWalk } from "../../static/js/field/walk.js";
import { all, bundleOf, door, DOORS, houseDoor, meta, visit, walking } from "./phone/ground.js";
import { noNetwork, NOW, refusing } from "./phone/server.js";

const seen = (number, state, by = "Omar", at = "2027-02-13T09:41:00Z") =>
  ({ ...houseDoor(DOORS[number], number + 1), kind: "door", state, last: { at, by, count: 1 } });
const stored = async () => (await all("turfs")).map((turf) => turf.id);

test("what others did is shown, page after page, and the cursor moves on", async () => {
  const { server } = await walking();
  server.changes = [seen(0, "refused"), seen(1, "not_home"), seen(2, "conversation")];

  await pullAll();

  assert.deepEqual(await Promise.all([0, 1, 2].map(async (n) => (await door(n)).state)), ["refused", "not_home", "conversation"]);
  assert.deepEqual([await meta("cursor"), server.sent("sync/pull").length], ["e1:3", 2]);
});

test("a door taken away goes, with its place in the walk", async () => {
  const { server } = await walking();
  server.changes = [{ kind: "door", id: DOORS[1], deleted: true }];

  await pullAll();

  assert.deepEqual((await all("doors")).map(({ id }) => id), [DOORS[0], DOORS[2]]);
});

test("a door that somebody added takes its place in the walk", async () => {
  const { server } = await walking();
  const added = houseDoor("d0000009", 2, { name: "gauche", rank: 2 });
  server.changes = [{ ...added, kind: "door" }, { ...houseDoor("d0000010", 99), kind: "door" }];

  await pullAll();

  const walked = (await openWalk("t-1")).doors.map(({ id }) => id);
  assert.deepEqual(walked, [DOORS[0], DOORS[1], "d0000009", DOORS[2]]);
});

test("a note of somebody else is read at its address, once", async () => {
  const { server } = await walking();
  const note = { id: "n-1", kind: "dog", text: "Rex" };
  server.changes = [{ kind: "note", address: 1, note }, { kind: "note", address: 1, note }, { kind: "note", address: 77, note }];

  await pullAll();

  assert.deepEqual((await all("addresses")).map(({ notes }) => notes), [[note], [], []]);
});

test("a visit of ours that waits is not hidden by an earlier one of somebody else", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "refused"]);
  server.changes = [seen(0, "not_home")];

  await pullAll();

  assert.deepEqual([(await door(0)).state, (await door(0)).others.state], ["refused", "not_home"]);
});

test("once the server's word includes our visit, its word is shown", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "conversation"]);
  await pushAll();
  server.changes = [seen(0, "refused", "Léa")];

  await pullAll();

  assert.deepEqual([(await door(0)).state, (await all("visits"))[0].settled], ["refused", true]);
});

test("an answer that never came leaves the cursor where it was", async () => {
  const { server } = await walking();
  server.changes = [seen(0, "refused"), seen(1, "not_home"), seen(2, "refused")];
  server.breaks("sync/pull", (answer) => answer(), noNetwork);
  await assert.rejects(pullAll());
  assert.equal(await meta("cursor"), "e1:2");

  await pullAll();

  assert.equal((await door(2)).state, "refused");
});

test("a cursor that the server no longer knows loads the walk anew, and what waits stays", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "refused"]);
  await setMeta({ cursor: "e0:77" });
  server.bundles.set("t-1", bundleOf("t-1", { doors: DOORS.slice(0, 2) }));

  await pullAll();

  assert.deepEqual((await all("doors")).map(({ state }) => state), ["refused", "todo"]);
  assert.deepEqual([(await all("outbox")).length, await meta("cursor")], [1, "e1:0"]);
});

test("a reload cut short is done again in whole", async () => {
  const { server } = await walking();
  server.turfs = ["t-1", "t-2"];
  server.bundles.set("t-2", bundleOf("t-2"));
  await setMeta({ cursor: "e0:77" });
  server.breaks("turfs/t-2/bundle", noNetwork);
  await assert.rejects(pullAll());

  await pullAll();

  assert.deepEqual([await stored(), await meta("cursor")], [["t-1", "t-2"], "e1:0"]);
  assert.equal(server.sent("turfs/t-1/bundle").length, 2);
});

test("an area given during the outing is loaded", async () => {
  const { server } = await walking();
  server.bundles.set("t-2", bundleOf("t-2"));
  server.changes = [{ kind: "turf", id: "t-2", state: "assigned", version: 1 }];

  await pullAll();

  assert.deepEqual(await stored(), ["t-1", "t-2"]);
});

test("an area cut again is loaded again", async () => {
  const { server } = await walking();
  server.bundles.set("t-1", bundleOf("t-1", { doors: DOORS.slice(1), version: 2 }));
  server.changes = [{ kind: "turf", id: "t-1", state: "assigned", version: 2 }];

  await pullAll();

  assert.deepEqual((await all("doors")).map(({ id }) => id), DOORS.slice(1));
});

test("an area that was taken back leaves the phone, and its visits are still sent", async () => {
  const { server, walk } = await walking();
  const [made] = await visit(walk, [0, "refused"]);
  server.commands = [{ command: "wipe_turf", turf: "t-1" }];

  await pullAll();
  await pushAll();

  assert.deepEqual([await stored(), await all("doors"), await all("addresses")], [[], [], []]);
  assert.deepEqual(server.ids, [made.id]);
});

test("the server is told which version the phone has of each walk, and what it writes", async () => {
  const { server } = await walking();

  await pullAll();

  assert.equal(server.queries.at(-1), "cursor=e1%3A0&schema=1&turf=t-1%3A1");
});

test("an area that is gone while it is loaded leaves the phone", async () => {
  const { server } = await walking();
  server.bundles.clear();
  await setMeta({ cursor: "e0:77" });

  await pullAll();

  assert.deepEqual([await stored(), await meta("cursor")], [[], undefined]);
});

test("a captive portal's refusals make the phone forget nothing", async () => {
  const { server } = await walking();
  for (const status of [401, 404, 410, 511]) {
    server.breaks("sync/pull", refusing(status, "<html>Wi-Fi</html>"));
    await assert.rejects(pullAll());
  }

  assert.deepEqual([await stored(), server.sent("turfs/t-1/bundle").length], [["t-1"], 0]);
});

test("a phone whose first download was cut gets its walk at the next exchange", async () => {
  const { server } = await walking();
  await setMeta({ cursor: undefined });

  await pullAll();

  assert.deepEqual([server.sent("turfs/t-1/bundle").length, await meta("cursor")], [1, "e1:0"]);
});

test("confirmed events are forgotten after fourteen days, whatever the phone's clock says", async (context) => {
  const { walk } = await walking();
  const [old, young] = await visit(walk, [0, "refused"], [1, "refused"]);
  await pushAll();
  await write(["visits"], async ({ store }) => {
    await store.put({ ...(await store.get(old.id)), sent: Date.parse(NOW) - 14 * 24 * 3600_000 - 1 });
  });
  const [unsent] = await visit(walk, [2, "refused"]);
  context.mock.method(Date, "now", () => Date.parse("2028-02-26T10:00:00Z"));

  await pullAll();

  assert.deepEqual((await all("visits")).map(({ id }) => id).sort(), [young.id, unsent.id].sort());
});
