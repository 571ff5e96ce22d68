import assert from "node:assert/strict";
import { test } from "node:test";

import { doorState, fold, living } from "../../static/js/field/lib/folding.js";
import { shared } from "./cases.js";

const clock = (time) => (time ? `2027-02-13T${time}:00.000Z` : null);

function read({ phone, at, received = "18:00", ...event }) {
  return { ...event, device: phone, by: phone, at: clock(at), received_at: clock(received) };
}

for (const { name, events, living: left, door, lifted, building_closed } of shared("folding")) {
  for (const [order, arrived] of [["", events], [" (arrived backwards)", events.toReversed()]]) {
    test(`${name}${order}`, () => {
      const rows = arrived.map(read);

      const folded = fold(rows, { lifted_at: clock(lifted), building_closed });

      assert.deepEqual(living(rows).map(({ id }) => id), left);
      assert.deepEqual(folded, { ...door, last: door.last && { ...door.last, at: clock(door.last.at) } });
    });
  }
}

const UNSEEN = { state: "todo", last: null };
const seen = (state, time, by = "Omar") => ({ state, last: { at: clock(time), by } });
const ours = (id, time, outcome, more = {}) => ({
  id, seq: Number(id), at: clock(time), outcome, supersedes: null, settled: false, ...more,
});

test("what the server has not folded in yet is shown at once", () => {
  const shown = doorState({ heard: UNSEEN, others: UNSEEN, events: [ours("1", "10:00", "refused")] });

  assert.deepEqual(shown, seen("refused", "10:00", null));
});

test("once everything is settled the server's word is shown as it is", () => {
  const heard = seen("conversation", "10:30");

  assert.equal(doorState({ heard, others: UNSEEN, events: [ours("1", "11:00", "refused", { settled: true })] }), heard);
});

test("a later visit of somebody else is shown over ours", () => {
  const others = seen("conversation", "10:30");

  const shown = doorState({ heard: others, others, events: [ours("1", "10:00", "refused")] });

  assert.equal(shown, others);
});

test("undoing our only visit shows again what others left", () => {
  const others = seen("conversation", "09:00");
  const events = [ours("1", "10:00", "refused", { settled: true }), ours("2", "10:01", null, { supersedes: "1" })];

  assert.equal(doorState({ heard: seen("refused", "10:00", "Léa"), others, events }), others);
});

test("a door that others closed stays closed whatever we say", () => {
  const closed = seen("do_not_knock", "09:00");

  assert.equal(doorState({ heard: closed, others: closed, events: [ours("1", "10:00", "conversation")] }), closed);
});

test("a closed building stays closed although the last visit was ours", () => {
  const heard = seen("do_not_knock", "09:00", "Léa");
  const events = [ours("1", "09:00", "not_home", { settled: true }), ours("2", "10:00", "conversation")];

  assert.equal(doorState({ heard, others: UNSEEN, events }), heard);
});

test("our own do not knock holds until it is undone, before and after the server heard it", () => {
  for (const settled of [false, true]) {
    const heard = settled ? seen("do_not_knock", "10:00", "Léa") : UNSEEN;
    const closing = ours("1", "10:00", "do_not_knock", { settled });

    const kept = doorState({ heard, others: UNSEEN, events: [closing, ours("2", "11:00", "refused")] });
    const undone = doorState({ heard, others: UNSEEN, events: [closing, ours("2", "11:00", null, { supersedes: "1" })] });

    assert.deepEqual([kept.state, undone.state], ["do_not_knock", "todo"]);
  }
});

test("a door that headquarters opened again takes our next visit", () => {
  const events = [ours("1", "10:00", "do_not_knock", { settled: true }), ours("2", "15:00", "refused")];

  assert.equal(doorState({ heard: UNSEEN, others: UNSEEN, events }).state, "refused");
});
