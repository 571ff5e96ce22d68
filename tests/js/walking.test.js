import assert from "node:assert/strict";
import { test } from "node:test";

import { direction, nextDoor, onSide, streetRuns, strokes, walkingOrder } from "../../static/js/field/lib/walking.js";
import { shared } from "./cases.js";

const address = (id, position, fields = {}) => ({ id, position, street: "Rue des Tanneurs", side: "even", ...fields });
const door = (id, place, fields = {}) => ({ id, address: place, staircase: "", floor: null, rank: 1, state: "todo", ...fields });
const oneStreet = () => 0;

test("doors follow the walking order of their addresses", () => {
  const addresses = [address(7, 2), address(9, 1)];

  const order = walkingOrder(addresses, [door("a", 7), door("b", 9)]);

  assert.deepEqual(order.map(({ id }) => id), ["b", "a"]);
});

for (const { name, doors, order } of shared("walking")) {
  test(`inside a building: ${name}`, () => {
    const walked = walkingOrder([address(1, 1)], doors.map((said) => ({ ...said, address: 1 })));

    assert.equal(walked.map(({ id }) => id).join(""), order);
  });
}

test("doors of addresses outside the turf are left out", () => {
  assert.deepEqual(walkingOrder([address(1, 1)], [door("a", 2)]), []);
});

test("an address without a number lies on every side", () => {
  const places = [address(1, 1), address(2, 2, { side: "odd" }), address(3, 3, { side: "none" })];

  assert.deepEqual(onSide(places, "odd").map(({ id }) => id), [2, 3]);
  assert.deepEqual(onSide(places, "both"), places);
});

test("a street walked twice makes two runs", () => {
  const places = [address(1, 1), address(2, 2, { street: "Rue Haute" }), address(3, 3)];

  const runs = streetRuns(places);

  assert.deepEqual(runs.map(({ street }) => street), ["Rue des Tanneurs", "Rue Haute", "Rue des Tanneurs"]);
});

test("the next door is the first one to see after the present one", () => {
  const doors = [door("a", 1), door("b", 2, { state: "refused" }), door("c", 3)];

  assert.equal(nextDoor(doors, "a", oneStreet).id, "c");
});

test("a skipped door comes back at the end of its street, before the next street", () => {
  const doors = [door("skipped", 1), door("here", 1, { state: "not_home" }), door("later", 2)];

  const next = nextDoor(doors, "here", ({ address: place }) => place);

  assert.equal(next.id, "skipped");
});

test("when the last street ends, doors left behind come next", () => {
  const doors = [door("behind", 1), door("here", 2, { state: "not_home" })];

  const next = nextDoor(doors, "here", ({ address: place }) => place);

  assert.equal(next.id, "behind");
});

test("nothing comes after the last door", () => {
  assert.equal(nextDoor([door("a", 1)], "a", oneStreet), null);
});

test("a walk begins at its first door to see", () => {
  assert.equal(nextDoor([door("a", 1, { state: "refused" }), door("b", 2)], null, oneStreet).id, "b");
});

test("a present door that the side hides leads to the first door of that side", () => {
  assert.equal(nextDoor([door("b", 2)], "elsewhere", oneStreet).id, "b");
});

test("numbers go up, down, or neither", () => {
  const along = (...numbers) => direction(numbers.map((numbering) => ({ numbering })));

  assert.deepEqual([along("2", "4", "8"), along("9", "7"), along("2", "8", "4"), along("2")], ["up", "down", "none", "none"]);
});

test("a ribbon never has more strokes than fit, and marks the present door", () => {
  const doors = Array.from({ length: 800 }, (_, number) => door(`d${number}`, 1));
  doors[1].state = "refused";

  const marks = strokes(doors, "d799");

  assert.equal(marks.length, 89);
  assert.equal(marks[0].state, "refused");
  assert.equal(marks.at(-1).current, true);
});
