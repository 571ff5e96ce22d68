// The line drawn around addresses means the same here and on the server.
import assert from "node:assert/strict";
import { test } from "node:test";

import { inside } from "../../static/js/desk/hand/around.js";
import { shared } from "./cases.js";

const told = shared("around");

for (const { ring, place, inside: wanted } of told.cases) {
  test(`a ${ring} ring goes ${wanted ? "" : "not "}around ${place}`, () => {
    assert.equal(inside(place, told[ring]), wanted);
    assert.equal(inside(place, [...told[ring], told[ring][0]]), wanted);
  });
}
