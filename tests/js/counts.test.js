import assert from "node:assert/strict";
import { test } from "node:test";

import { sendCounts } from "../../static/js/field/counts.js";
import { setMeta } from "../../static/js/field/database.js";
import { summed } from "../../static/js/field/lib/tallying.js";
import { meta, walking } from "./phone/ground.js";
import { answerLost, noNetwork, refusing } from "./phone/server.js";

const counts = (n) => Array.from({ length: n }, () => ({ station: "94033-0001", welcome: "hesitant", n: 1 }));

async function counting(n) {
  const { server } = await walking();
  await setMeta({ counts: counts(n) });
  return server;
}

test("five counts travel together, under an id that carries no time, and leave the phone", async () => {
  const server = await counting(5);

  await sendCounts();

  const [{ batch, outing, items }] = server.sent("sync/tallies");
  assert.match(batch, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  assert.deepEqual([outing, items], ["o-31", [{ station: "94033-0001", welcome: "hesitant", n: 5 }]]);
  assert.deepEqual([await meta("counts"), await meta("counts_sent")], [undefined, undefined]);
});

test("four wait for the end of the shift", async () => {
  const server = await counting(4);

  await sendCounts();
  assert.equal(server.counted.size, 0);

  await sendCounts({ ending: true });
  assert.equal(server.counted.size, 1);
});

test("the end of a shift without network lets them travel once there is network", async () => {
  const server = await counting(1);
  await setMeta({ ending: ["t-1"] });

  await sendCounts();

  assert.equal(server.counted.size, 1);
});

for (const [name, fault] of [["lost on the way out", noNetwork], ["whose answer is lost", answerLost]]) {
  test(`a batch ${name} is repeated as it was, and counted once`, async () => {
    const server = await counting(5);
    server.breaks("sync/tallies", fault);
    await assert.rejects(sendCounts());
    await setMeta({ counts: counts(7) });

    await sendCounts();

    const [first, again] = server.sent("sync/tallies");
    assert.deepEqual(again, first);
    assert.deepEqual([server.counted.size, (await meta("counts")).length], [1, 7]);
  });
}

test("a batch that the server will never want is put aside and holds nothing up", async () => {
  const server = await counting(5);
  server.breaks("sync/tallies", refusing(403, { code: "station_not_yours", detail: "" }));

  await sendCounts();

  assert.deepEqual([await meta("counts_sent"), (await meta("counts_refused")).length], [undefined, 1]);
});

for (const [status, body] of [
  [503, { code: "busy" }],
  [429, { code: "throttled" }],
  [401, { code: "device_unknown" }],
  [403, "<html>"],
]) {
  test(`a batch refused with ${status} ${body.code ?? "by a portal"} is kept for later`, async () => {
    const server = await counting(5);
    server.breaks("sync/tallies", refusing(status, body));

    await assert.rejects(sendCounts());

    assert.equal((await meta("counts_sent")).items.length, 1);
  });
}

test("more than two hundred of a kind travel in portions", () => {
  assert.deepEqual(summed([{ topic: "sante", n: 450 }], () => 0.99).map(({ n }) => n), [200, 200, 50]);
  assert.deepEqual(summed([{ topic: "sante", n: -200 }], () => 0.99).map(({ n }) => n), [-200]);
});
