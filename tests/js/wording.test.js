import assert from "node:assert/strict";
import { test } from "node:test";

import { clockTime, doorName, placeName, span } from "../../static/js/field/lib/naming.js";
import { pieces, plain, speaker } from "../../static/js/field/lib/wording.js";

const t = speaker(
  {
    doors: { one: "{n} porte", other: "{n} portes" },
    "floor.first": "{floor}^er^ étage",
    "floor.nth": "{floor}^e^ étage",
    "floor.ground": "Rez-de-chaussée",
    "door.within": "porte {name}",
    "door.named": "Porte {name}",
    "door.staircase": "Escalier {name}",
    "door.house": "Maison",
    "address.line": "{number}, {street}",
    "time.clock": "{hours} h {minutes}",
    "time.minutes": "{minutes} min",
    "time.hours": "{hours} h {minutes}",
  },
  "fr",
);

test("French counts zero and one alike", () => {
  assert.deepEqual([0, 1, 2].map((n) => t("doors", { n })), ["0 porte", "1 porte", "2 portes"]);
});

test("large numbers are written with narrow spaces", () => {
  assert.equal(t("doors", { n: 1240 }), "1\u202f240 portes");
});

test("a missing word shows its key and a missing value its blank", () => {
  assert.equal(t("nothing.here"), "nothing.here");
  assert.equal(t("door.named"), "Porte {name}");
});

test("marked letters are raised, or left plain where they cannot be", () => {
  assert.deepEqual(pieces("2^e^ étage"), [
    { text: "2", raised: false },
    { text: "e", raised: true },
    { text: " étage", raised: false },
  ]);
  assert.equal(plain("2^e^ étage"), "2e étage");
});

for (const [door, name] of [
  [{ staircase: "", floor: null, name: "" }, "Maison"],
  [{ staircase: "", floor: null, name: "3" }, "Porte 3"],
  [{ staircase: "", floor: 0, name: "gauche" }, "Rez-de-chaussée, porte gauche"],
  [{ staircase: "B", floor: 1, name: "" }, "Escalier B, 1^er^ étage"],
  [{ staircase: "", floor: 12, name: "4" }, "12^e^ étage, porte 4"],
]) {
  test(`a door is called ${name}`, () => assert.equal(doorName(t, door), name));
}

test("a street inside a line begins in lower case", () => {
  const address = { numbering: "14 bis", street: "Rue des Tanneurs", label: "14 bis Rue des Tanneurs" };

  assert.equal(placeName(t, address), "14 bis, rue des Tanneurs");
  assert.equal(placeName(t, { ...address, numbering: "" }), "14 bis Rue des Tanneurs");
});

test("hours are told in the campaign's zone", () => {
  const where = { language: "fr", timeZone: "Europe/Paris" };

  assert.equal(clockTime(t, "2027-02-13T09:04:00Z", where), "10 h 04");
});

test("a span is told in minutes, then in hours", () => {
  assert.deepEqual([span(t, 40 * 60_000), span(t, 112 * 60_000)], ["40 min", "1 h 52"]);
});
