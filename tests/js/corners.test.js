import assert from "node:assert/strict";
import { test } from "node:test";
import { corners } from "../../static/js/desk/corners.js";

const BOX = { west: "2", north: "49", east: "3", south: "48" };

test("a line on the picture becomes places, north up", () => {
  assert.equal(corners([[0, 0], [1, 0], [0.5, 1]], BOX), "2.000000 49.000000,3.000000 49.000000,2.500000 48.000000");
});

test("a long line keeps its shape with few corners", () => {
  const circle = Array.from({ length: 1000 }, (_, n) => [Math.cos(n / 159), Math.sin(n / 159)]);

  const told = corners(circle, BOX).split(",");

  assert.ok(told.length > 60 && told.length <= 120, String(told.length));
});
