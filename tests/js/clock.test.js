import assert from "node:assert/strict";
import { test } from "node:test";

import { isoWithOffset, monotonic, offsetOf, silenceAt } from "../../static/js/field/lib/clock.js";
import { uuid7 } from "../../static/js/field/lib/uuid7.js";

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

test("the monotonic clock goes on across a reload", () => {
  const before = monotonic({ timeOrigin: 1_000, now: 5_000, zero: 1_000 });
  const after = monotonic({ timeOrigin: 7_000, now: 10, zero: 1_000 });

  assert.deepEqual([before, after], [5_000, 6_010]);
});

test("the monotonic clock never goes back nor below zero", () => {
  assert.equal(monotonic({ timeOrigin: 500, now: 10, zero: 1_000 }), 0);
  assert.equal(monotonic({ timeOrigin: 500, now: 10, zero: 1_000, floor: 42 }), 42);
});

test("the offset to the server leaves out half the round trip", () => {
  assert.equal(offsetOf({ sentAt: 1_000, receivedAt: 1_400, serverTime: 11_200 }), 10_000);
});

test("silence begins on its first instant and ends on its last", () => {
  const window = { from: "2027-03-13T00:00:00+01:00", to: "2027-03-14T20:00:00+01:00" };
  const at = (text) => silenceAt([window], Date.parse(text));

  assert.equal(at("2027-03-12T23:59:59+01:00"), null);
  assert.equal(at("2027-03-13T00:00:00+01:00"), window);
  assert.equal(at("2027-03-14T20:00:00+01:00"), null);
});

test("an identifier is a version 7 UUID that carries its time", () => {
  const made = uuid7(0x0123456789ab, new Uint8Array(16).fill(0xff));

  assert.equal(made, "01234567-89ab-7fff-bfff-ffffffffffff");
});

test("identifiers made at the same instant differ", () => {
  assert.equal(new Set(Array.from({ length: 1_000 }, () => uuid7(1))).size, 1_000);
});
