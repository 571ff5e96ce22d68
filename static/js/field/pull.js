// What other phones did in our turfs since we last asked, and which turfs are ours.
import { call, Refusal } from "./api.js";
import { download, forget } from "./bundle.js";
import { begin, meta, setMeta, write } from "./database.js";
import { takeGround } from "./ground.js";
import { offsetOf } from "./lib/clock.js";
import { SCHEMA } from "./lib/sending.js";
import { forgetOld, markSettled, unsettled } from "./outbox.js";

/** Fetch page after page, or load the walks anew where there is no cursor. Returns what the server asks for besides. */
export async function pullAll() {
  const sent = await unsettled();
  const commands = await fetchPages();
  if (!commands) await reload();
  await markSettled(sent);
  return commands ?? [];
}

/** Hold exactly the turfs that the leader gave this phone, as the server knows them; what waits to be sent stays. */
export async function reload() {
  const [{ body }, stored, ending] = await Promise.all([call("device"), storedTurfs(), meta("ending")]);
  const given = body.turfs.map((turf) => turf.id).filter((turf) => !ending?.includes(turf));
  for (const turf of stored) if (!given.includes(turf) && !ending?.includes(turf)) await forget(turf);
  await loadWalks(given);
}

/** Load these turfs; `{doors, bytes}` in all. The cursor to go on from is kept once all of them are here. */
export async function loadWalks(turfs) {
  const loaded = [];
  for (const turf of turfs) loaded.push(await load(turf));
  const sum = (name) => loaded.reduce((total, walk) => total + walk[name], 0);
  // Of the first: whatever changed while the others were loaded is then pulled again.
  await setMeta({ cursor: loaded[0]?.cursor });
  return { doors: sum("doors"), bytes: sum("bytes") };
}

// The commands of all pages; null without a cursor that the server still knows.
async function fetchPages() {
  const commands = [];
  try {
    for (;;) {
      const cursor = await meta("cursor");
      if (!cursor) return null;
      const answer = await call(`sync/pull?${await query(cursor)}`);
      await take(answer);
      commands.push(...answer.body.commands);
      if (answer.body.has_more) continue;
      await forgetOld(Date.parse(answer.body.server_time));
      return commands;
    }
  } catch (error) {
    if (error instanceof Refusal && error.code === "reset") return null;
    throw error;
  }
}

async function query(cursor) {
  const turfs = await (await begin(["turfs"])).store.getAll();
  const known = turfs.map(({ id, version }) => ["turf", `${id}:${version}`]);
  return new URLSearchParams([["cursor", cursor], ["schema", SCHEMA], ...known]);
}

async function take({ body, ...times }) {
  const { changes, commands, cursor, lease_until: lease, server_time: serverTime } = body;
  const stores = ["doors", "addresses", "visits", "turfs", "meta"];
  const anew = await write(stores, async (transaction) => {
    const metas = transaction.objectStore("meta");
    const [ending, turfs] = await Promise.all([metas.get("ending"), transaction.objectStore("turfs").getAll()]);
    await metas.put(offsetOf({ ...times, serverTime: Date.parse(serverTime) }), "offset");
    await metas.put(lease, "lease");
    await takeGround(transaction, changes, turfs);
    const walks = changes.filter((change) => change.kind === "turf" && !ending?.includes(change.id));
    for (const walk of walks) await takeTurf(transaction, walk, turfs);
    return walks.filter(({ id, version }) => turfs.find((turf) => turf.id === id)?.version !== version);
  });
  for (const { command, turf } of commands) if (command === "wipe_turf") await forget(turf);
  for (const { id } of anew) await load(id);
  // Last: a walk that could not be loaded is told of again.
  await setMeta({ cursor });
}

async function takeTurf(transaction, { id, state }, turfs) {
  const held = turfs.find((turf) => turf.id === id);
  if (held) await transaction.objectStore("turfs").put({ ...held, state });
}

async function load(turf) {
  try {
    return await download(turf);
  } catch (error) {
    if (error.code !== "not_found") throw error;
    await forget(turf); // withdrawn meanwhile
    return { doors: 0, bytes: 0 };
  }
}

async function storedTurfs() {
  return (await begin(["turfs"])).store.getAllKeys();
}
