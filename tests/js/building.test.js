import assert from "node:assert/strict";
import { test } from "node:test";

import { doorAfter, elevation, floorAbove, givingWay, isUncounted, learn, staircaseAfter, tally } from "../../static/js/field/lib/building.js";
import { shared } from "./cases.js";

const BARE = { address: 7, building: null, doors: [] };
const told = (type, payload) => ({ type, payload });
const stair = (id, name, position) => told("staircase.added", { id, address: 7, name, position });
const floor = (id, staircase, number) => told("floor.added", { id, staircase, number });
const added = (id, on, name, position = 1) => told("door.added", { id, address: 7, floor: on, name, position });
const house = [stair("s", "A", 1), floor("f0", "s", 0), floor("f1", "s", 1), added("d0", "f0", "1"), added("d1", "f1", "gauche")];
const guess = (id, rank, fields = {}) => {
  const word = { state: "todo", last: null };
  return { id, rank, name: String(rank), estimated: true, ...word, heard: word, others: word, ...fields };
};
const drawn = (site) =>
  elevation(site).staircases.map(({ name, floors }) => [name, floors.map(({ level, doors }) => [level, doors.map((door) => door.id)])]);

for (const { name, doors, gives_way: gone } of shared("buildings").giving_way) {
  test(`a guess gives way: ${name}`, () => {
    const asked = doors.map(({ visited, ...door }) => ({ ...door, last: visited ? { at: "2027-02-13T09:00:00Z" } : null }));

    assert.equal(givingWay(asked)?.id ?? null, gone);
    assert.equal(givingWay(asked.toReversed())?.id ?? null, gone);
  });
}

test("a building grows from nothing by what is told, drawn from the top floor down", () => {
  const site = house.reduce(learn, BARE);

  assert.deepEqual(drawn(site), [["A", [[1, ["d1"]], [0, ["d0"]]]]]);
  assert.deepEqual([site.doors[1].staircase, site.doors[1].floor, site.doors[1].state], ["A", 1, "todo"]);
});

test("what is told twice changes nothing the second time", () => {
  const more = [told("doors.estimated", { number: 12 }), told("door.renamed", { door: "d0", name: "face" }), told("building.do_not_knock", {})];
  const once = [...house, ...more].reduce(learn, BARE);

  const twice = [...house, ...more].reduce((site, event) => (event.type === "door.renamed" ? site : learn(site, event)), once);

  assert.equal(twice, once);
});

test("what names something unknown changes nothing", () => {
  for (const event of [floor("f", "nowhere", 1), told("door.renamed", { door: "nobody", name: "B" }), told("contact.consented", {})]) {
    assert.equal(learn(BARE, event), BARE);
  }
});

test("each door found takes the place of one that was guessed, and none that was seen", () => {
  const seen = guess("g1", 1, { state: "not_home", last: { at: "2027-02-13T09:00:00Z" } });
  const site = { ...BARE, doors: [seen, guess("g2", 2), guess("g3", 3)] };

  const after = [added("a", null, "A"), added("b", null, "B"), added("c", null, "C")].map((event, place, all) =>
    all.slice(0, place + 1).reduce(learn, site).doors.map(({ id }) => id),
  );

  assert.deepEqual(after, [["g1", "g2", "a"], ["g1", "a", "b"], ["g1", "a", "b", "c"]]);
});

test("a closed building closes its doors, and those found later", () => {
  const site = [...house, told("building.do_not_knock", {}), added("d2", "f1", "droite", 2)].reduce(learn, BARE);

  assert.deepEqual(site.doors.map(({ state }) => state), ["do_not_knock", "do_not_knock", "do_not_knock"]);
});

test("what two phones added under one name or level is drawn as one", () => {
  const other = [stair("t", "A", 1), floor("g1", "t", 1), floor("g9", "t", 9), added("e1", "g1", "droite", 2)];

  assert.deepEqual(drawn([...house, ...other].reduce(learn, BARE)), [["A", [[9, []], [1, ["d1", "e1"]], [0, ["d0"]]]]]);
});

test("doors of no known floor stand apart", () => {
  const site = [...house, added("x", "gone", "9", 9), added("y", null, "1")].reduce(learn, BARE);

  assert.deepEqual(elevation(site).loose.map(({ id }) => id), ["y", "x"]);
});

test("progress counts the doors, or the buttons when there are more", () => {
  const site = house.reduce(learn, BARE);
  const read = (number) => tally(learn(site, told("doors.estimated", { number })));

  assert.deepEqual(tally(site), { seen: 0, left: 2, total: 2, estimated: false });
  assert.deepEqual([read(12), read(1)], [{ seen: 0, left: 12, total: 12, estimated: true }, tally(site)]);
});

test("an unknown number is known once buttons were counted or a door was found", () => {
  const unknown = { unknown: true, building: null };

  assert.deepEqual(
    [
      isUncounted(unknown, [guess("g", 1)]),
      isUncounted({ ...unknown, unknown: false }, [guess("g", 1)]),
      isUncounted({ ...unknown, building: { intercom: 12 } }, [guess("g", 1)]),
      isUncounted(unknown, [guess("g", 1), { id: "d" }]),
    ],
    [true, false, false, false],
  );
});

test("a floor more is like the one below; the first one is the ground floor", () => {
  assert.deepEqual(floorAbove([{ level: 3, doors: [1, 2, 3] }, { level: 2, doors: [] }]), { level: 4, doors: 3 });
  assert.deepEqual([floorAbove([{ level: -1, doors: [] }]), floorAbove([])], [{ level: 0, doors: 1 }, { level: 0, doors: 1 }]);
});

test("a door more has the next number, whatever the others are called", () => {
  assert.deepEqual(doorAfter([]), { name: "1", position: 1 });
  assert.deepEqual(doorAfter([{ name: "1", rank: 1 }, { name: "7", rank: 2 }]), { name: "8", position: 3 });
  assert.deepEqual(doorAfter([{ name: "gauche", rank: 1 }, { name: "", rank: 5 }]), { name: "3", position: 6 });
});

test("a staircase more has the first letter that is free", () => {
  assert.deepEqual([staircaseAfter([]), staircaseAfter([{ name: "a" }, { name: "C" }])], [
    { name: "A", position: 1 },
    { name: "B", position: 3 },
  ]);
});
