import assert from "node:assert/strict";
import { test } from "node:test";

import { finishEndings } from "../../static/js/field/ending.js";
import { forget } from "../../static/js/field/bundle.js";
import { pushAll } from "../../static/js/field/push.js";
import { follow, offer, offered, takenBy, withdraw } from "../../static/js/field/relaying.js";
import { all, meta, visit, walking } from "./phone/ground.js";
import { noNetwork, refusing } from "./phone/server.js";

const app = { sync: { now: async () => {} }, router: { go: () => {} } };
const CODE = { state: "open", name: "", words: "MOULIN-HALLE-427", qr: ["10", "01"], expires_at: "2027-02-13T10:10:00Z" };
const told = (state, name = "") => refusing(200, { ...CODE, state, name });

async function offering() {
  const { server, walk } = await walking();
  server.breaks("turfs/t-1/relay", told("open"));
  await offer(walk.turf);
  return { server, walk };
}

test("an offer is kept, so that a reload without network shows it again", async () => {
  await offering();

  const kept = await offered();

  assert.deepEqual([kept.words, kept.qr, kept.turf.id], [CODE.words, CODE.qr, "t-1"]);
});

test("as long as nobody took it the giver keeps the walk", async () => {
  const { server } = await offering();
  server.breaks("turfs/t-1/relay", told("open"), told("asked", "Omar"), noNetwork);

  assert.equal((await follow(app)).state, "open");
  assert.deepEqual([(await follow(app)).name, await meta("ending")], ["Omar", undefined]);
  await assert.rejects(follow(app));

  assert.deepEqual([(await all("doors")).length, (await all("outbox")).length], [3, 0]);
});

test("taken, the giver sends what waits and forgets everything, as after a hand-back", async () => {
  const { server, walk } = await offering();
  await visit(walk, [0, "refused"]);
  server.breaks("turfs/t-1/relay", told("taken", "Omar"));

  await follow(app);
  assert.deepEqual([takenBy(), await meta("ending"), (await all("doors")).length], ["Omar", ["t-1"], 3]);
  await pushAll();
  await finishEndings();

  assert.deepEqual([...server.stored.values()].map(({ type }) => type), ["visit.recorded", "walk.handed_over"]);
  assert.deepEqual([await all("doors"), await meta("me")], [[], undefined]);
});

test("a walk that a pull took away meanwhile is still told as handed over", async () => {
  const { server } = await offering();
  await forget("t-1");
  server.breaks("turfs/t-1/relay", told("taken", "Omar"));

  await follow(app);
  await pushAll();

  const [fact] = server.stored.values();
  assert.deepEqual([fact.type, fact.turf, fact.payload], ["walk.handed_over", "t-1", { turf: "t-1", outing: "o-31" }]);
});

test("two screens that hear of it at once end the walk once", async () => {
  const { server } = await offering();
  server.breaks("turfs/t-1/relay", told("taken", "Omar"), told("taken", "Omar"));

  await Promise.all([follow(app), follow(app)]);

  assert.equal((await all("outbox")).length, 1);
});

test("an offer that is over or taken back is forgotten, and the walk stays", async () => {
  const { server, walk } = await offering();
  server.breaks("turfs/t-1/relay", told("over"));
  assert.equal((await follow(app)).state, "over");
  assert.equal(await follow(app), null);

  server.breaks("turfs/t-1/relay", told("open"));
  await offer(walk.turf);
  server.breaks("turfs/t-1/relay/close", told("over"));
  await withdraw();

  assert.deepEqual([await offered(), server.sent("turfs/t-1/relay/close").length], [undefined, 1]);
  assert.equal((await all("doors")).length, 3);
});
