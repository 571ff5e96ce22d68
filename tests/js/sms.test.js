import assert from "node:assert/strict";
import { test } from "node:test";

import { saidOf } from "../../static/js/desk/sms.js";
import { shared } from "./cases.js";

const { told, cases } = shared("sms");

for (const { name, text, receivers, people, ...said } of cases) {
  test(`while it is typed the same is said of a text as by the server: ${name}`, () => {
    assert.deepEqual(saidOf(text, { ...told, receivers, people }), said);
  });
}
