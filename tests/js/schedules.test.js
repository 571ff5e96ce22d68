// Any order of saves, undos, lost, doubled and late answers ends in the same: each event on the server once.
import assert from "node:assert/strict";
import { test } from "node:test";

import { figures } from "../../static/js/field/figures.js";
import { Sync } from "../../static/js/field/sync.js";
import { all, visit, walking } from "./phone/ground.js";
import { answerLost, noNetwork, refusing, twice } from "./phone/server.js";

const SCHEDULES = Number(process.env.CANVASS_SCHEDULES ?? 40);
const OUTCOMES = ["not_home", "conversation", "refused", "come_back", "no_access", "do_not_knock"];
const PATHS = ["sync/push", "sync/pull", "sync/tallies"];
const late = (answer) => new Promise((resolve) => setTimeout(() => resolve(answer()), 2));
const FAULTS = [noNetwork, answerLost, twice, late, refusing(503, { code: "busy" }), refusing(413, {}), refusing(200, "<html>")];

// A small generator of numbers (mulberry32), so that a schedule that fails can be played again.
function dice(seed) {
  return (sides) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

async function play(roll, server, walk) {
  const tabs = [new Sync(), new Sync()];
  for (const tab of tabs) tab.soon = () => {};
  const made = [];
  const under = [];
  const steps = [
    async () => made.push(...(await visit(walk, [roll(3), OUTCOMES[roll(6)]]))),
    async () => made.length && made.push(...(await undo(walk, made[roll(made.length)]))),
    async () => server.breaks(PATHS[roll(3)], FAULTS[roll(FAULTS.length)]),
    async () => under.push(tabs[roll(2)].now()),
  ];
  for (let step = 0; step < 25; step += 1) await steps[roll(steps.length)]();
  await Promise.all(under);
  return { made, tabs };
}

async function undo(walk, row) {
  return visit(walk, [Number(row.door.at(-1)) - 1, null, { supersedes: row.id }]);
}

for (let seed = 1; seed <= SCHEDULES; seed += 1) {
  test(`schedule ${seed}: every event arrives once, in the phone's numbers`, async () => {
    const { server, walk } = await walking();
    const { made, tabs } = await play(dice(seed), server, walk);
    assert.equal((await figures()).unsent, (await all("outbox")).length);

    for (let tries = 0; tries < 30; tries += 1) await tabs[0].now();

    assert.deepEqual([...server.ids].sort(), made.map(({ id }) => id).sort());
    const numbers = [...server.stored.values()].map((event) => event.device_seq).sort((a, b) => a - b);
    assert.deepEqual(numbers, made.map((_, n) => n + 1));
    assert.deepEqual([await all("outbox"), tabs[0].state.unsent], [[], 0]);
  });
}
