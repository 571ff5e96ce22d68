import assert from "node:assert/strict";
import { test } from "node:test";

import { measured, simplified } from "../../static/js/desk/gsm.js";
import { shared } from "./cases.js";

const cases = shared("gsm");

for (const { name, text, ...length } of cases.lengths) {
  test(`the length of a text is that of the server: ${name}`, () => {
    assert.deepEqual(measured(text), length);
  });
}

for (const { text, plain } of cases.simplified) {
  test(`“${text}” is simplified as on the server`, () => {
    assert.equal(simplified(text), plain);
    assert.equal(simplified(plain), plain);
  });
}
