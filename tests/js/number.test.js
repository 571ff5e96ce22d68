import assert from "node:assert/strict";
import { test } from "node:test";

import { said } from "../../static/js/desk/number.js";

const words = { number: "Europe/Paris", missing: "missing {n}", extra: "extra {n}", unknown: "unknown", landline: "landline" };

for (const [typed, told] of [
  ["", ""],
  ["06 12 34 56 78", ""],
  [" 06 12 34 ", "missing 4"],
  ["06 12 34 56 78 9", "extra 1"],
  ["appelez-moi", "unknown"],
  ["01 45 67 89 10", "landline"],
  ["+262\u00a0692\u00a012\u00a034\u00a056", ""],
]) {
  test(`of “${typed}” it is said: “${told}”`, () => {
    assert.equal(said(typed, words), told);
  });
}
