import assert from "node:assert/strict";
import { test } from "node:test";

import { fillDisk } from "./phone/browser.js";
import { setMeta, STORES } from "../../static/js/field/database.js";
import { makeKey } from "../../static/js/field/keys.js";
import { Sync } from "../../static/js/field/sync.js";
import { all, bundleOf, DOORS, meta, visit, walking } from "./phone/ground.js";
import { answerLost, noNetwork, refusing } from "./phone/server.js";

globalThis.setInterval = () => {}; // each test says itself when time has passed

/** An engine that notes when it would run again instead of waiting. */
function engine() {
  const sync = new Sync();
  sync.waits = [];
  sync.soon = (delay) => sync.waits.push(delay);
  return sync;
}

async function walked(...said) {
  const { server, walk } = await walking();
  const made = await visit(walk, ...(said.length ? said : [[0, "refused"]]));
  return { server, walk, made, sync: engine() };
}

test("an exchange sends, fetches, and says that all is well", async () => {
  const { server, sync, made } = await walked();

  await sync.now();

  assert.deepEqual(server.ids, [made[0].id]);
  assert.deepEqual([sync.state.unsent, sync.state.sending, sync.state.online], [0, false, true]);
});

test("the state says what waits before the network has answered", async () => {
  const { server, sync } = await walked([0, "refused"], [1, "refused"]);
  let told = null;
  server.breaks("sync/push", (answer) => {
    told = { ...sync.state };
    return answer();
  });

  await sync.now();

  assert.deepEqual([told.unsent, told.sending], [2, true]);
});

test("without network the count stays what the queue holds, and waits grow", async () => {
  const { server, sync } = await walked([0, "refused"], [1, "refused"]);
  server.breaks("sync/push", noNetwork, noNetwork, noNetwork);
  for (let tries = 0; tries < 3; tries += 1) await sync.now();

  assert.deepEqual([sync.state.online, sync.state.unsent, (await all("outbox")).length], [false, 2, 2]);
  const [first, second, third] = sync.waits;
  assert.ok(2_500 <= first && first <= 5_000 && second >= 5_000 && third >= 10_000);
});

for (const [status, code] of [[429, "throttled"], [503, "busy"]]) {
  test(`${status} is obeyed: the phone comes again when it was asked to, and not when the network returns`, async () => {
    const { server, sync, walk } = await walked();
    await sync.start();
    await visit(walk, [1, "refused"]);
    server.breaks("sync/push", refusing(status, { code, detail: "" }, { "Retry-After": "120" }));
    await sync.now();
    const asked = server.asked.length;

    dispatchEvent(new Event("online"));
    await new Promise((resolve) => setTimeout(resolve, 30));

    assert.deepEqual([sync.waits.includes(120_000), server.asked.length, sync.state.online], [true, asked, true]);
  });
}

test("the network's return is used at once", async () => {
  const { server, sync, made } = await walked();
  server.breaks("sync/push", noNetwork);
  await sync.start();
  assert.equal(server.ids.length, 0);

  dispatchEvent(new Event("online"));
  await sync.now();

  assert.deepEqual(server.ids, [made[0].id]);
});

test("a phone's clock put back by a year does not make it wait a year", async () => {
  const { server } = await walked();
  const sync = new Sync();
  server.breaks("sync/push", noNetwork);
  const delays = [];
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (work, delay) => (delays.push(delay), setTimeout(() => {}, 0));
  await sync.now();
  const { now } = Date;
  Date.now = () => now() - 365 * 24 * 3600_000;

  sync.soon(0);

  Date.now = now;
  globalThis.setTimeout = setTimeout;
  assert.ok(delays.at(-1) <= 300_000);
});

test("two tabs at once send each event once and miss none", async () => {
  const { server, walk } = await walked([0, "refused"], [1, "refused"]);
  const [one, other] = [engine(), engine()];
  const pushes = server.sent("sync/push");
  server.breaks("sync/push", async (answer) => {
    await visit(walk, [2, "not_home"]);
    return answer();
  });

  await Promise.all([one.now(), other.now()]);

  const sent = server.sent("sync/push").slice(pushes.length).flatMap(({ events }) => events.map((event) => event.device_seq));
  assert.deepEqual([sent, await all("outbox")], [[1, 2, 3], []]);
});

test("what is saved while a run is under way is sent by the next call", async () => {
  const { server, walk, sync } = await walked();
  server.breaks("sync/pull", async (answer) => {
    await visit(walk, [1, "not_home"]);
    return answer();
  });

  await sync.now();

  assert.deepEqual([server.ids.length, sync.state.unsent], [2, 0]);
});

test("a phone that is no longer known asks with its key, and goes on", async () => {
  const { server, sync, made } = await walked();
  await setMeta({ key: (await makeKey()).own });
  server.breaks("sync/push", refusing(401, { code: "device_unknown" }));
  server.breaks("device/renew", refusing(200, { challenge: "c" }), refusing(200, {}));
  await sync.now();
  assert.deepEqual([sync.waits, sync.state.unknown], [[0], false]);

  await sync.now();

  assert.deepEqual(server.ids, [made[0].id]);
});

test("a renewal lost on the way is asked for again, one that was refused is not", async () => {
  const { server, sync } = await walked();
  await setMeta({ key: (await makeKey()).own });
  const unknown = refusing(401, { code: "device_unknown" });
  server.breaks("sync/push", unknown, unknown, unknown);
  server.breaks("device/renew", noNetwork, refusing(401, { code: "signature_wrong" }));

  const told = [];
  for (let tries = 0; tries < 3; tries += 1) {
    await sync.now();
    told.push([server.sent("device/renew").length, sync.state.online, sync.state.unknown]);
  }

  assert.deepEqual(told, [[1, false, false], [2, true, true], [2, true, true]]);
  assert.equal(sync.state.unsent, 1);
});

const REVOKED = refusing(401, { code: "device_revoked" });

test("a revoked phone sends its last word, then forgets everything", async () => {
  const { server, sync, made } = await walked();
  server.breaks("sync/push", REVOKED);

  await sync.now();

  assert.deepEqual(server.sealed.map(({ id }) => id), [made[0].id]);
  assert.deepEqual((await Promise.all(STORES.map(all))).flat(), []);
  assert.deepEqual([sync.state.revoked, sync.state.unsent, caches.names], [true, 0, []]);
});

test("a revoked phone whose last word was not heard keeps it, without doors, until it is", async () => {
  const { server, sync } = await walked();
  server.breaks("sync/push", REVOKED, REVOKED, REVOKED);
  server.breaks("sync/seal", noNetwork, refusing(503, { code: "busy" }), refusing(413, "<html>"));
  for (let tries = 0; tries < 2; tries += 1) await sync.now();
  assert.deepEqual([await all("doors"), (await all("outbox")).length, sync.state.revoked], [[], 1, true]);

  await sync.now();

  assert.deepEqual([server.sealed.length, await all("outbox")], [1, []]);
});

test("when the answer to the last word is lost, the phone forgets at the next contact", async () => {
  const { server, sync } = await walked();
  server.breaks("sync/push", REVOKED, REVOKED);
  server.breaks("sync/seal", answerLost);
  await sync.now();
  assert.equal((await all("outbox")).length, 1);

  await sync.now();

  assert.deepEqual([server.sealed.length, await all("outbox"), await meta("me")], [1, [], undefined]);
});

test("a restored server is given everything again within one exchange", async () => {
  const { server, sync, made } = await walked([0, "refused"], [1, "not_home"]);
  await sync.now();
  server.epoch = "e2";
  server.stored.clear();

  await sync.now();

  assert.deepEqual(server.ids, made.map(({ id }) => id));
  assert.deepEqual([await meta("epoch"), await meta("cursor"), sync.state.unsent], ["e2", "e2:0", 0]);
});

test("a restored server gets everything although the reload of the walks was cut short", async () => {
  const { server, sync, made } = await walked([0, "refused"], [1, "not_home"]);
  server.turfs = ["t-1", "t-2"];
  server.bundles.set("t-2", bundleOf("t-2"));
  await sync.now();
  server.epoch = "e2";
  server.stored.clear();
  server.breaks("turfs/t-2/bundle", noNetwork);
  await sync.now();

  await sync.now();

  assert.deepEqual(server.ids, made.map(({ id }) => id));
});

test("a verdict that cannot be stored leaves the queue as it was, and is asked for again", async () => {
  const { server, sync } = await walked();
  const empty = fillDisk("visits");
  await sync.now().catch(() => {});
  empty();
  assert.equal((await all("outbox")).length, 1);

  await sync.now();

  assert.deepEqual([server.ids.length, await all("outbox")], [1, []]);
});

test("what the server has to say is in the state, and a newer release is looked for", async () => {
  const { server, sync } = await walked();
  let outdated = 0;
  sync.addEventListener("outdated", () => (outdated += 1));
  server.commands = [{ command: "show_message", text: "Silence." }, { command: "update_app" }];

  await sync.now();
  server.commands = [];
  assert.deepEqual([sync.state.message, outdated], ["Silence.", 1]);

  await sync.now();
  assert.deepEqual([sync.state.message, outdated], ["", 1]);
});

test("a phone that has not joined asks nothing", async () => {
  const { server, sync } = await walked();
  await setMeta({ me: undefined });

  await sync.now();

  assert.deepEqual(server.asked, []);
});
