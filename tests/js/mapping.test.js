import assert from "node:assert/strict";
import { test } from "node:test";

import {
  ground, hull, markOf, metres, nearest, pixelsPerMetre, placed, spots, streetsAlong, stretch, wayFrom,
} from "../../static/js/field/lib/mapping.js";

const doors = (...states) => states.map((state, number) => ({ id: `d${number}`, state }));
const address = (numbering, lon, lat, street = "Rue des Tanneurs") => ({ id: numbering, numbering, lon, lat, street });

test("the ground comes out of its differences", () => {
  const told = {
    source: "osm",
    origin: [2470000, 48850000],
    streets: [["Rue des Tanneurs", 1, [[10, 20, 5, -5, 0, 7]]]],
    areas: [["park", [[0, 0, 1, 0, 0, 1, -1, -1]]]],
  };

  const { source, streets, areas } = ground(told);

  assert.equal(source, "osm");
  assert.deepEqual(streets, [
    { name: "Rue des Tanneurs", width: 1, lines: [[[48.85002, 2.47001], [48.850015, 2.470015], [48.850022, 2.470015]]] },
  ]);
  assert.equal(areas[0].kind, "park");
  assert.deepEqual(areas[0].rings[0].at(-1), areas[0].rings[0][0]);
});

test("a walk without a map, of an older release too, has no ground", () => {
  const none = { source: "", streets: [], areas: [] };

  assert.deepEqual(ground(undefined), none);
  assert.deepEqual(ground({ source: "", origin: [0, 0], streets: [], areas: [] }), none);
});

test("streets are guessed from their doors, in order of number and between the two sides", () => {
  const walk = [address("2", 0, 0), address("10", 8, 0), address("9", 7, 1), address("4", 2, 0), address("3", 1, 1)];

  const [street] = streetsAlong([...walk, address("1", NaN, 0), address("7", 0, 0, "")]);

  assert.equal(street.name, "Rue des Tanneurs");
  assert.deepEqual(street.lines[0][0], [0, 0]);
  assert.deepEqual(street.lines[0].at(-1), [0, 8]);
  assert.deepEqual(street.lines[0][1], [0.5, 2.5]);
  assert.equal(streetsAlong([address("2", 3, 4)])[0].lines[0].length, 3);
});

test("an address whose place is not known is not placed", () => {
  assert.deepEqual(placed([address("1", null, null), address("2", 0, 0)]).map(({ id }) => id), ["2"]);
});

test("a mark shows the state that asks for most, and how many doors are in it", () => {
  const cases = [
    [doors("refused"), { state: "refused", count: 1, doors: 1 }],
    [doors("not_home", "todo", "todo"), { state: "todo", count: 2, doors: 3 }],
    [doors("conversation", "not_home", "come_back"), { state: "come_back", count: 1, doors: 3 }],
    [doors("do_not_knock", "refused", "no_access"), { state: "no_access", count: 1, doors: 3 }],
    [[], { state: "todo", count: 0, doors: 0 }],
  ];

  for (const [held, expected] of cases) assert.deepEqual(markOf(held), expected);
});

test("the way goes on from the next address and comes back for those passed over", () => {
  const walk = ["1", "3", "5", "7"].map((numbering) => address(numbering, 0, 0));
  const way = (next, closed) => wayFrom(walk, next, ({ id }) => id !== closed).map(({ id }) => id);

  assert.deepEqual(way("5", "7"), ["5", "1", "3"]);
  assert.deepEqual(way(null, "1"), ["3", "5", "7"]);
});

test("a metre has its length, and its pixels", () => {
  const away = metres([48.85, 2.47], [48.86, 2.47]);

  assert.ok(Math.abs(away - 1111.95) < 0.1);
  assert.ok(Math.abs(metres([48.85, 2.47], [48.85, 2.48]) - 731.6) < 1);
  assert.ok(Math.abs(pixelsPerMetre(18, 48.85) - 2.545) < 0.01);
  assert.equal(pixelsPerMetre(19, 10) / pixelsPerMetre(18, 10), 2);
});

test("a touch means the nearest mark, if it is near", () => {
  const marks = [{ id: "a", x: 0, y: 0 }, { id: "b", x: 20, y: 0 }];

  assert.equal(nearest(marks, { x: 12, y: 3 }, 26).id, "b");
  assert.equal(nearest(marks, { x: 4, y: -3 }, 26).id, "a");
  assert.equal(nearest(marks, { x: 60, y: 0 }, 26), null);
  assert.equal(nearest([], { x: 0, y: 0 }, 26), null);
});

test("the hull keeps the corners and nothing inside", () => {
  const square = [{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 4 }, { x: 0, y: 4 }];

  const found = hull([{ x: 2, y: 2 }, ...square, { x: 2, y: 0 }]);

  assert.equal(found.length, 4);
  assert.deepEqual(new Set(found), new Set(square));
});

test("a name stands on the straightest long stretch and is never upside down", () => {
  const bent = [{ x: 0, y: 0 }, { x: 0, y: 30 }, { x: -100, y: 30 }, { x: -200, y: 31 }];

  const place = stretch(bent, 60);

  assert.deepEqual([Math.round(place.x), Math.round(place.length)], [-100, 200]);
  assert.ok(Math.abs(place.angle) < 0.01);
  assert.equal(stretch(bent, 300), null);
  assert.equal(stretch([{ x: 0, y: 0 }], 1), null);
});

test("a name may move aside on a stretch that is twice as long", () => {
  const flat = { x: 50, y: 5, angle: 0, length: 100 };

  assert.deepEqual(spots(flat, 50).map(({ x }) => x), [50, 25, 75]);
  assert.deepEqual(spots(flat, 51).map(({ x }) => x), [50]);
});
