import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fetchTurfs } from "../../static/js/field/joining.js";
import { isFull } from "../../static/js/field/database.js";
import { keepStore, room } from "../../static/js/field/room.js";
import { newPhone } from "./phone/browser.js";
import { all, walking } from "./phone/ground.js";

const holds = (quota, usage) => (navigator.storage = { estimate: async () => ({ quota, usage }) });

beforeEach(newPhone);

for (const [quota, usage, told] of [
  [100e6, 10e6, "enough"],
  [100e6, 85e6, "little"],
  [100e6, 97e6, "full"],
  [undefined, undefined, "enough"],
]) {
  test(`${usage} of ${quota} bytes used is ${told}`, async () => {
    holds(quota, usage);

    assert.equal(await room(), told);
  });
}

test("a browser that does not tell, or fails to, has enough", async () => {
  assert.equal(await room(), "enough");
  navigator.storage = { estimate: async () => Promise.reject(new TypeError("no")) };

  assert.equal(await room(), "enough");
});

test("a walk is not begun to be loaded on a full phone", async () => {
  const { server } = await walking();
  holds(100e6, 97e6);

  const error = await fetchTurfs([{ id: "t-1" }]).catch((caught) => caught);

  assert.deepEqual([isFull(error), server.asked], [true, []]);
  assert.equal((await all("turfs")).length, 1);
});

test("the wish to keep the store is told, and no browser without it fails", async () => {
  assert.equal(await keepStore(), false);
  navigator.storage = { persist: async () => true };

  assert.equal(await keepStore(), true);
});
