import assert from "node:assert/strict";
import { test } from "node:test";

import { isFull, meta, setMeta } from "../../static/js/field/database.js";
import { answered, ask, enter, fetchTurfs, given, OtherCampaign } from "../../static/js/field/joining.js";
import { pullAll } from "../../static/js/field/pull.js";
import { startClock } from "../../static/js/field/ticking.js";
import { newPhone } from "./phone/browser.js";
import { all, bundleOf, ME, visit, walking } from "./phone/ground.js";
import { noNetwork, refusing, Server } from "./phone/server.js";

const JOIN = { join: "j-88", status: "accepted", campaign: { id: "c-valmont" } };
const OMAR = { ...ME, device: "d-2", first_name: "Omar", turfs: [{ id: "t-1" }] };

async function blank() {
  await newPhone();
  await startClock();
  const server = new Server();
  server.turfs = ["t-1"];
  server.bundles.set("t-1", bundleOf());
  return server;
}

const token = (server, me = OMAR) => server.breaks("join/j-88/token", refusing(200, me));

test("a request is remembered, so that a reload goes on waiting", async () => {
  const server = await blank();
  server.breaks("join", refusing(201, { ...JOIN, status: "waiting" }));

  await ask("MOULIN-42", "Omar");

  const waiting = await meta("join");
  assert.deepEqual([waiting.join, waiting.status, waiting.first_name], ["j-88", "waiting", "Omar"]);
});

test("waiting bears lost and busy answers until the leader has decided", async (context) => {
  const server = await blank();
  context.mock.method(globalThis, "setTimeout", (work) => setImmediate(work));
  const busy = refusing(503, { code: "busy" });
  server.breaks("join/j-88", noNetwork, busy, refusing(200, { status: "waiting" }), refusing(200, { status: "accepted" }));

  assert.equal(await answered({ join: "j-88", status: "waiting" }, () => false), "accepted");
});

test("a phone without an area asks until its leader has chosen one", async (context) => {
  const server = await blank();
  context.mock.method(globalThis, "setTimeout", (work) => setImmediate(work));
  server.breaks("device", refusing(200, { turfs: [] }), noNetwork);

  assert.deepEqual(await given({ turfs: [] }, () => false), [{ id: "t-1" }]);
});

test("joining and downloading leaves a walk that is whole", async () => {
  const server = await blank();
  token(server);

  const me = await enter(JOIN);
  const told = await fetchTurfs(me.turfs);

  assert.equal(told.doors, 3);
  assert.deepEqual([(await meta("me")).device, await meta("epoch"), await meta("cursor")], ["d-2", "e1", "e1:0"]);
  assert.deepEqual([(await all("doors")).length, (await all("addresses")).length], [3, 3]);
});

test("a download cut short leaves nothing half, and is made up for at the next exchange", async () => {
  const server = await blank();
  token(server);
  const me = await enter(JOIN);
  server.breaks("turfs/t-1/bundle", noNetwork);
  await assert.rejects(fetchTurfs(me.turfs));
  assert.deepEqual(await all("turfs"), []);

  await pullAll();

  assert.equal((await all("doors")).length, 3);
});

test("a phone without room says so before it downloads", async () => {
  const server = await blank();
  navigator.storage = { estimate: async () => ({ quota: 6_000_000, usage: 5_000_000 }) };

  const error = await fetchTurfs([{ id: "t-1" }]).catch((caught) => caught);

  assert.deepEqual([isFull(error), server.asked], [true, []]);
});

test("what waits is sent under the old name before the phone takes another", async () => {
  const { server, walk } = await walking();
  const [made] = await visit(walk, [0, "refused"]);
  token(server);

  await enter(JOIN);

  assert.deepEqual(server.asked.map(([what]) => what), ["POST sync/push", "POST join/j-88/token"]);
  assert.deepEqual([server.ids, await all("visits"), await meta("seq")], [[made.id], [], undefined]);
  assert.equal("numbered_from" in server.sent("join/j-88/token")[0], false);
});

test("what cannot be sent first is kept, and the server is told where its numbers go on", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "refused"], [1, "refused"]);
  await setMeta({ counts: [{ n: 1 }], ending: ["t-1"] });
  server.breaks("sync/push", refusing(401, { code: "device_unknown" }));
  token(server);

  await enter(JOIN);

  assert.equal(server.sent("join/j-88/token")[0].numbered_from, 1);
  assert.deepEqual([(await all("outbox")).length, await meta("seq"), await all("doors")], [2, 2, []]);
  assert.deepEqual([await meta("counts"), await meta("ending")], [undefined, undefined]);
});

test("visits of one campaign are never given to another", async () => {
  const { server, walk } = await walking();
  await visit(walk, [0, "refused"]);
  server.breaks("sync/push", noNetwork);

  await assert.rejects(enter({ ...JOIN, campaign: { id: "c-ailleurs" } }), OtherCampaign);

  assert.deepEqual([server.sent("join/j-88/token"), (await all("outbox")).length], [[], 1]);
});

test("the zero of the monotonic clock outlives joining again", async () => {
  const { server } = await walking();
  const zero = await meta("clock_zero");
  token(server);

  await enter(JOIN);

  assert.equal(await meta("clock_zero"), zero);
});
