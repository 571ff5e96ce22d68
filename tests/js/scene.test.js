import assert from "node:assert/strict";
import { test } from "node:test";

import { keep } from "../../static/js/field/bundle.js";
import { begin } from "../../static/js/field/database.js";
import { ground } from "../../static/js/field/lib/mapping.js";
import { sceneOf, unplacedOf } from "../../static/js/field/map/scene.js";
import { openWalk } from "../../static/js/field/walk.js";
import { bundleOf, DOORS, visit, walking } from "./phone/ground.js";

const MAP = { source: "osm", origin: [2470000, 48850000], streets: [["Rue Basse", 1, [[0, 0, 9, 9]]]], areas: [] };

/** The walk of three houses, these of them with a place; numbers 2, 4 and 6, the last one on the odd side here. */
async function placedWalk(places = [[2.47, 48.85], [2.471, 48.85], [2.472, 48.85]]) {
  await walking();
  const bundle = bundleOf();
  bundle.addresses.forEach((address, number) => {
    const [lon, lat] = places[number] ?? [null, null];
    Object.assign(address, { lon, lat });
  });
  bundle.addresses[2].side = "odd";
  bundle.turf.map = MAP;
  await keep(bundle, { offset: 0 });
  return openWalk("t-1");
}

test("a walk keeps its map, and nothing of it is asked for again", async () => {
  await placedWalk();

  const [turf] = await (await begin(["turfs"])).store.getAll();

  assert.deepEqual(turf.map, MAP);
});

test("marks follow what was saved, and the way goes on from the next door", async () => {
  const walk = await placedWalk();
  await visit(walk, [0, "conversation"]);

  const scene = sceneOf(walk, { ground: ground(walk.turf.map) });

  assert.deepEqual(scene.marks.map(({ id, state, place }) => [id, state, place]), [
    [1, "conversation", [48.85, 2.47]],
    [2, "todo", [48.85, 2.471]],
    [3, "todo", [48.85, 2.472]],
  ]);
  assert.equal(scene.next, 2);
  assert.deepEqual(scene.way, [[48.85, 2.471], [48.85, 2.472]]);
  assert.deepEqual(scene.streets.map(({ name }) => name), ["Rue Basse"]);
});

test("only the side in use is shown", async () => {
  const walk = await placedWalk();
  walk.side = "odd";

  assert.deepEqual(sceneOf(walk, { ground: ground(MAP) }).marks.map(({ id }) => id), [3]);
});

test("without lines the streets follow the doors", async () => {
  const walk = await placedWalk();

  const { streets } = sceneOf(walk, { ground: ground(undefined) });

  assert.deepEqual(streets.map(({ name }) => name), ["Rue des Tanneurs"]);
  assert.deepEqual(streets[0].lines[0].at(-1), [48.85, 2.472]);
});

test("addresses without a place are told apart, and a walk of nothing else still has a scene", async () => {
  const some = await placedWalk([[2.47, 48.85]]);
  const none = await placedWalk([]);

  assert.deepEqual(unplacedOf(some).map(({ id }) => id), [2, 3]);
  const { marks, way, streets, next } = sceneOf(none, { ground: ground(undefined) });
  assert.deepEqual([marks, way, streets, next], [[], [], [], 1]);
  assert.equal(none.doors.length, DOORS.length);
});
