import assert from "node:assert/strict";
import { test } from "node:test";

import { find, words } from "../../static/js/field/lib/finding.js";

const WALK = [
  ["2", "Rue des Tanneurs"],
  ["12", "Rue des Tanneurs"],
  ["12 bis", "Rue des Tanneurs"],
  ["120", "Rue des Tanneurs"],
  ["12", "Allée de l’Église"],
  ["3", "Rue du 8 Mai 1945"],
  ["8", "Chemin d'En-Haut"],
  ["", "Résidence Œillet"],
].map(([numbering, street]) => ({ numbering, street, label: `${numbering} ${street}`.trim() }));

const CASES = [
  ["12", ["12 Rue des Tanneurs", "12 bis Rue des Tanneurs", "12 Allée de l’Église"]],
  ["12 bis", ["12 bis Rue des Tanneurs"]],
  ["12BIS", ["12 bis Rue des Tanneurs"]],
  ["12 b", ["12 bis Rue des Tanneurs"]],
  ["tanneurs 12", ["12 Rue des Tanneurs", "12 bis Rue des Tanneurs"]],
  ["12, rue des tanneurs", ["12 Rue des Tanneurs", "12 bis Rue des Tanneurs"]],
  ["1", ["12 Rue des Tanneurs", "12 bis Rue des Tanneurs", "120 Rue des Tanneurs", "12 Allée de l’Église"]],
  ["eglise", ["12 Allée de l’Église"]],
  ["L'EGLISE", ["12 Allée de l’Église"]],
  ["l’égl", ["12 Allée de l’Église"]],
  ["en haut", ["8 Chemin d'En-Haut"]],
  ["8 mai", ["3 Rue du 8 Mai 1945"]],
  ["8", ["3 Rue du 8 Mai 1945", "8 Chemin d'En-Haut"]],
  ["oeil", ["Résidence Œillet"]],
  ["13", []],
  ["12 moulin", []],
  ["bis 2", []],
];

for (const [query, expected] of CASES) {
  test(`« ${query} » finds ${expected.length ? expected.join(", ") : "nothing"}`, () => {
    assert.deepEqual(find(WALK, query).map(({ label }) => label), expected);
  });
}

test("an empty query finds everything", () => {
  assert.deepEqual(find(WALK, " ’ "), WALK);
});

test("words are bare, and numbers stand alone", () => {
  assert.deepEqual(words("12bis, L’Église-Œuvre"), ["12", "bis", "l", "eglise", "oeuvre"]);
});
