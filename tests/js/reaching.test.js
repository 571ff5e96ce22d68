import assert from "node:assert/strict";
import { test } from "node:test";

import { possiblePurposes, readEmail, readPhone } from "../../static/js/field/lib/reaching.js";
import { shared } from "./cases.js";

const { phones, emails, purposes } = shared("reaching");

for (const { typed, zone, e164, problem, n } of phones) {
  test(`the number “${typed}” is read as the server does${zone ? ` in ${zone}` : ""}`, () => {
    const read = readPhone(typed, zone);

    if (e164) assert.deepEqual(read, { e164 });
    else assert.deepEqual({ n: undefined, ...read }, { problem, n });
  });
}

for (const { typed, email, problem } of emails) {
  test(`the address “${typed}” is read as the server does`, () => {
    assert.deepEqual(readEmail(typed), email ? { email } : { problem });
  });
}

for (const { phone, email, allowed } of purposes) {
  test(`${phone || "no number"} and ${email || "no address"} allow ${allowed.length} purposes`, () => {
    assert.deepEqual(possiblePurposes({ phone, email }).sort(), [...allowed].sort());
  });
}

test("only a number that texts may reach allows them", () => {
  const texted = (e164) => possiblePurposes({ phone: e164, email: "" }).includes("sms_info");

  const told = phones.filter(({ e164 }) => e164);

  assert.deepEqual(told.map(({ e164 }) => texted(e164)), told.map(({ texts }) => texts));
});
