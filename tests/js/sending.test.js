import assert from "node:assert/strict";
import { test } from "node:test";

import { backoff, badge, envelope, retryAfter, settle } from "../../static/js/field/lib/sending.js";
import { countsOf, mayTravel, summed } from "../../static/js/field/lib/tallying.js";

const row = (id) => ({ id, seq: 1, event: { id } });
const calm = { online: true, sending: false, unsent: 0, refused: 0, revoked: false };

test("failures wait longer and longer, five minutes at most", () => {
  assert.deepEqual([1, 2, 3, 20].map((failures) => backoff(failures, 1)), [5_000, 10_000, 20_000, 300_000]);
});

test("two phones that failed together do not come back together", () => {
  assert.deepEqual([backoff(1, 0), backoff(1, 0.5)], [2_500, 3_750]);
});

test("the server's wish is read in seconds or as a date", () => {
  const now = Date.parse("2027-02-13T10:00:00Z");

  assert.equal(retryAfter("120", now), 120_000);
  assert.equal(retryAfter("Sat, 13 Feb 2027 10:01:00 GMT", now), 60_000);
  assert.equal(retryAfter(null, now), null);
  assert.equal(retryAfter("soon", now), null);
});

test("a push carries its events as they were written", () => {
  const body = envelope({ rows: [row("a")], epoch: "e1", sentAt: "now", monoMs: 5, seqHigh: 9 });

  assert.deepEqual(body, { schema: 1, epoch: "e1", sent_at: "now", mono_ms: 5, seq_high: 9, events: [{ id: "a" }] });
});

test("an event the server could not read travels as text", () => {
  const body = envelope({ rows: [row("a")], epoch: undefined, sentAt: "now", monoMs: 5, seqHigh: 9, asText: true });

  assert.deepEqual(body.events, ['{"id":"a"}']);
  assert.equal("epoch" in body, false);
});

test("each verdict finds its row; a row without verdict stays", () => {
  const results = [
    { id: "a", verdict: "ok" },
    { id: "b", verdict: "duplicate" },
    { id: "c", verdict: "refused", code: "unknown_door", quarantine: "q-1" },
  ];

  const { sent, refused } = settle(["a", "b", "c", "d"].map(row), results);

  assert.deepEqual(sent.map(({ id }) => id), ["a", "b"]);
  assert.deepEqual(refused.map(({ row: { id }, code }) => [id, code]), [["c", "unknown_door"]]);
});

for (const [state, key] of [
  [{}, "sync.ok"],
  [{ unsent: 3 }, "sync.pending"],
  [{ unsent: 3, sending: true }, "sync.sending"],
  [{ unsent: 3, online: false }, "sync.offline_short"],
  [{ refused: 2, online: false }, "sync.refused_short"],
  [{ revoked: true, refused: 2 }, "sync.revoked"],
]) {
  test(`the badge says ${key} for ${JSON.stringify(state)}`, () => {
    assert.equal(badge({ ...calm, ...state }).key, key);
  });
}

test("counts name a station and nothing else", () => {
  const counts = countsOf({ station: "94033-0107", welcome: "hesitant", topics: ["logement"] });

  assert.deepEqual(counts, [
    { station: "94033-0107", welcome: "hesitant", n: 1 },
    { station: "94033-0107", topic: "logement", n: 1 },
  ]);
});

test("a discussion without station or welcome counts nothing", () => {
  assert.deepEqual(countsOf({ station: null, welcome: "hesitant", topics: [] }), []);
  assert.deepEqual(countsOf({ station: "1", welcome: null, topics: [] }), []);
});

test("an undone discussion leaves no count behind", () => {
  const said = { station: "1", welcome: "hesitant", topics: ["ecole"] };

  assert.deepEqual(summed([...countsOf(said), ...countsOf(said, -1)]), []);
});

test("equal counts are added up and shuffled", () => {
  const items = ["a", "b", "a"].map((topic) => ({ station: "1", topic, n: 1 }));

  const rows = summed(items, () => 0);

  assert.deepEqual(rows, [
    { station: "1", topic: "b", n: 1 },
    { station: "1", topic: "a", n: 2 },
  ]);
});

test("fewer than five counts wait for the end of the shift", () => {
  const items = Array.from({ length: 4 }, () => ({ station: "1", welcome: "hesitant", n: 1 }));

  assert.equal(mayTravel(items, false), false);
  assert.equal(mayTravel(items, true), true);
  assert.equal(mayTravel([...items, items[0]], false), true);
  assert.equal(mayTravel([], true), false);
});
