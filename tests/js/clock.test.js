import assert from "node:assert/strict";
import { test } from "node:test";

import { isoWithOffset, monotonic, offsetOf, silenceAt } from "../../static/js/field/lib/clock.js";
import { uuid4 } from "../../static/js/field/lib/uuid4.js";
import { uuid7 } from "../../static/js/field/lib/uuid7.js";
import { shared } from "./cases.js";

test("a time is told with its offset and is the same instant", () => {
  const moment = new Date("2027-02-13T09:40:02.120Z");
  moment.getTimezoneOffset = () => -60;

  const told = isoWithOffset(moment);

  assert.equal(told, "2027-02-13T10:40:02.120+01:00");
  assert.equal(Date.parse(told), moment.getTime());
});

test("west of Greenwich the offset is negative, half hours included", () => {
  const moment = new Date("2027-02-13T09:40:02.000Z");
  moment.getTimezoneOffset = () => 210;

  assert.equal(isoWithOffset(moment), "2027-02-13T06:10:02.000-03:30");
});

for (const { name, zero, visit, push } of shared("clock")) {
  test(`the monotonic clock: ${name}`, () => {
    const told = [visit, push].map(({ page, after_ms: now }) =>
      monotonic({ timeOrigin: Date.parse(page), now, zero: Date.parse(zero) }),
    );

    assert.deepEqual(told, [visit.mono_ms, push.mono_ms]);
  });
}

test("the offset to the server leaves out half the round trip", () => {
  assert.equal(offsetOf({ sentAt: 1_000, receivedAt: 1_400, serverTime: 11_200 }), 10_000);
});

for (const { name, windows, silent, open } of shared("silence")) {
  test(`silence: ${name}`, () => {
    const found = (instants) => instants.map((at) => silenceAt(windows, Date.parse(at)) !== null);

    assert.deepEqual([found(silent), found(open)], [silent.map(() => true), open.map(() => false)]);
  });
}

test("an identifier is a version 7 UUID that carries its time", () => {
  const made = uuid7(0x0123456789ab, new Uint8Array(16).fill(0xff));

  assert.equal(made, "01234567-89ab-7fff-bfff-ffffffffffff");
});

test("a random identifier carries nothing but its version", () => {
  assert.equal(uuid4(new Uint8Array(16).fill(0xff)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  assert.equal(uuid4(new Uint8Array(16)), "00000000-0000-4000-8000-000000000000");
});

test("identifiers made at the same instant differ", () => {
  assert.equal(new Set(Array.from({ length: 1_000 }, () => uuid7(1))).size, 1_000);
});
