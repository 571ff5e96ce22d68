import assert from "node:assert/strict";
import { test } from "node:test";

import { setMeta } from "../../static/js/field/database.js";
import { leaseOver } from "../../static/js/field/lease.js";
import { all, visit, walking } from "./phone/ground.js";

const LEASE = Date.parse("2027-02-13T23:00:00Z");

test("until the lease ends the walk stays", async () => {
  await walking();

  assert.equal(await leaseOver(LEASE), false);
  assert.equal((await all("doors")).length, 3);
});

test("past the lease the doors leave the phone and the queue stays", async () => {
  const { walk } = await walking();
  await visit(walk, [0, "refused"]);

  assert.equal(await leaseOver(LEASE + 1), true);

  assert.deepEqual([await all("turfs"), await all("addresses"), await all("doors")], [[], [], []]);
  assert.deepEqual([(await all("outbox")).length, (await all("visits")).length], [1, 1]);
});

test("the lease is read on the server's clock", async () => {
  await walking();
  await setMeta({ offset: 3600_000 });

  assert.equal(await leaseOver(LEASE - 3600_000 + 1), true);
});
